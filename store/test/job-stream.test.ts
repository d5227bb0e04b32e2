import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectRedis } from "../src/index.ts";
import { countJobs, JobStream } from "../src/job-stream.ts";
import { Keys } from "../src/keys.ts";
import type { RedisLink } from "../src/redis.ts";

const keys = new Keys("jobs-test");
let server: Redis;
let producer: RedisLink;
let links: RedisLink[];

beforeAll(async () => {
  server = await startRedis({ aof: true });
  producer = connectRedis({ REDIS_URL: server.url });
  await producer.whenReady();
});

afterAll(async () => {
  await producer?.close();
  await server?.stop();
});

beforeEach(async () => {
  links = [];
  await producer.run(commands => commands.flushall());
});

afterEach(() => Promise.all(links.map(link => link.close())));

/** One process that takes jobs; its link is its own. */
async function reader(name: string, claimMs = 60_000) {
  const link = connectRedis({ REDIS_URL: server.url });
  links.push(link);
  await link.whenReady();
  return new JobStream(link, keys, { reader: name, claimMs, most: 10, blockMs: 50 });
}

const add = (call: string) => producer.run(commands => commands.xadd(keys.jobs, "*", "call", call));
const readers = async () => {
  const found = (await producer.run(commands => commands.xinfo("CONSUMERS", keys.jobs, "emitters"))) as string[][];
  return found.map(facts => facts[1]);
};

describe("a stream of jobs", () => {
  it("hands out what was added before anybody read, in order, and forgets what is settled", async () => {
    await add("first");
    await add("second");
    const stream = await reader("a");
    const jobs = await stream.take();
    expect(jobs).toMatchObject([
      { call: "first", deliveries: 1 },
      { call: "second", deliveries: 1 },
    ]);
    await stream.settle(jobs, []);
    expect(await countJobs(producer, keys)).toBe(0);
    expect(await stream.take()).toEqual([]);
  });

  it("hands out what another reader died with, and says how often", async () => {
    await add("left behind");
    await (await reader("dead")).take();
    const heir = await reader("heir", 0);
    const [job] = await heir.take();
    expect(job).toMatchObject({ call: "left behind", deliveries: 2 });
  });

  it("leaves a job to the reader that works on it", async () => {
    await add("mine");
    await (await reader("busy")).take();
    expect(await (await reader("other")).take()).toEqual([]);
  });

  it("keeps the dead ones with their reason", async () => {
    await add("nonsense");
    const stream = await reader("a");
    const [job] = await stream.take();
    if (job === undefined) throw new Error("There is no job.");
    await stream.settle([], [{ job, code: "invalid_payload", message: "No JSON." }]);
    const [[, fields] = []] = await producer.run(commands => commands.xrange(keys.deadJobs, "-", "+"));
    const dead = [
      "id",
      job.id,
      "call",
      "nonsense",
      "code",
      "invalid_payload",
      "message",
      "No JSON.",
      "deliveries",
      "1",
    ];
    expect(fields).toEqual(dead);
    expect(await countJobs(producer, keys)).toBe(0);
  });

  it("hands out again what was not settled when Redis went away, once it is back", async () => {
    await add("unsettled");
    const stream = await reader("a");
    const jobs = await stream.take();
    await server.kill();
    await expect(stream.settle(jobs, [])).rejects.toMatchObject({ code: "unavailable" });
    await server.restart();
    await Promise.all([...links, producer].map(link => link.whenReady()));
    expect(await stream.take()).toMatchObject([{ call: "unsettled" }]);
  });

  it("goes on after Redis was emptied", async () => {
    const stream = await reader("a");
    await stream.take();
    await producer.run(commands => commands.flushall());
    await expect(stream.take()).rejects.toMatchObject({ code: "internal" });
    await add("anew");
    expect(await stream.take()).toMatchObject([{ call: "anew" }]);
  });

  it("forgets a reader that leaves with nothing in hand, and keeps one that holds a job", async () => {
    const [idle, holder] = [await reader("idle"), await reader("holder")];
    await idle.take();
    await add("held");
    await holder.take();
    await Promise.all([idle.leave(), holder.leave()]);
    expect(await readers()).toEqual(["holder"]);
  });
});
