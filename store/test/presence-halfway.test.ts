import { generalRoom, HubbubError } from "@hubbub/protocol";
import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { Presence } from "../src/presence.ts";
import { RedisLink } from "../src/redis.ts";
import { Replicas } from "../src/replicas.ts";
import type { Commands } from "../src/scripts.ts";
import { ada, type Client, connectClient, t0, tab } from "./support.ts";

/** Redis does what it is asked, and goes away before it answers. */
class LossyLink extends RedisLink {
  /** The answer that is lost: 1 is the next one. */
  loses = 0;
  /** Whether it does not even do what it is asked. */
  isAway = false;

  override async run<Result>(action: (commands: Commands) => Promise<Result>): Promise<Result> {
    const isLost = this.loses-- === 1;
    if (this.isAway) throw new HubbubError("unavailable", "lost");
    const result = await super.run(action);
    if (isLost) throw new HubbubError("unavailable", "lost");
    return result;
  }
}

const lease = { replica: "r1", leaseMs: 10_000 };
let server: Redis;
let other: Client;
let link: LossyLink;
let presence: Presence;
let changed: string[];

beforeAll(async () => {
  server = await startRedis();
  other = await connectClient(server.url, { replica: "r2" });
  link = new LossyLink({ REDIS_URL: server.url });
  await link.whenReady();
  presence = new Presence(link, other.keys, { ...lease, onChange: room => changed.push(room) });
});

afterAll(async () => {
  await Promise.all([other?.redis.close(), link?.close()]);
  await server?.stop();
});

beforeEach(async () => {
  await other.redis.run(commands => commands.flushall());
  await other.rooms.ofUser(ada.id);
  await other.rooms.join("lounge", ada);
  changed = [];
});

const online = async (room = "lounge") =>
  (await other.presence.read(room, { place: "", everybody: true, most: 100 })).count;

async function failing(nth: number, work: () => Promise<unknown>): Promise<void> {
  link.loses = nth;
  await expect(work()).rejects.toThrow("lost");
  link.loses = 0;
}

it("has rooms looked at in which somebody may have come while Redis went away", async () => {
  await failing(3, () => presence.register(tab("a")));
  expect(changed.sort()).toEqual([generalRoom, "lounge"]);
});

it("shows in all rooms somebody who comes again after they could not be told", async () => {
  await failing(2, () => presence.register(tab("a")));
  expect(await online()).toBe(0);
  await other.presence.register(tab("b"));
  expect(await online()).toBe(1);
});

it("shows nobody any more who is taken out again after that failed halfway", async () => {
  await presence.register(tab("a"));
  await failing(1, () => presence.unregister(tab("a"), t0));
  expect(await online()).toBe(1);
  await presence.unregister(tab("a"), t0);
  expect(await online()).toBe(0);
});

it("goes on with a sweep that Redis left halfway", async () => {
  await other.replicas.beat();
  await other.presence.register(tab("a"));
  await other.redis.run(commands => commands.zadd(other.keys.leases, 1, "r2"));
  const replicas = new Replicas(link, other.keys, presence, { ...lease, leaseMs: 1 });
  await failing(3, () => replicas.sweep(t0));
  // The claim of the first one has to run out.
  await expect.poll(() => replicas.sweep(t0)).toBe(1);
  expect([await online(), await online(generalRoom)]).toEqual([0, 0]);
});

it("tells in a sweep what the dead replica did not tell", async () => {
  await other.replicas.beat();
  await other.presence.register(tab("a"));
  await presence.register(tab("b"));
  await other.redis.run(commands => commands.zadd(other.keys.leases, 1, "r2"));
  // It died between making Ada a member and telling the room that she is there.
  await other.rooms.join("den", ada);
  await new Replicas(link, other.keys, presence, { ...lease, leaseMs: 1 }).sweep(t0);
  expect(await online("den")).toBe(1);
});

it("shows nobody any more who left a room just before the replica died, which did not tell it", async () => {
  await presence.register(tab("a"));
  await other.rooms.leave("lounge", ada);
  await presence.undo("r1", { connection: "a", user: ada }, t0);
  expect(await online()).toBe(0);
});

it("takes out whoever is not in the room, whatever the room is told", async () => {
  await presence.register(tab("a"));
  await other.rooms.leave("lounge", ada);
  await presence.setAway(ada, true, t0);
  expect([await online(), await online(generalRoom)]).toEqual([0, 1]);
  const { versions } = other.keys.room("lounge");
  expect(await other.redis.run(commands => commands.exists(versions))).toBe(0);
});

it("takes out of a room, as soon as it can, somebody who left it while Redis was away", async () => {
  await presence.register(tab("a"));
  await other.rooms.leave("lounge", ada);
  link.isAway = true;
  await expect(presence.exit("lounge", ada, t0)).rejects.toThrow("lost");
  await expect(presence.settle()).rejects.toThrow("lost");
  expect(await online()).toBe(1);
  link.isAway = false;
  await presence.settle();
  expect(await online()).toBe(0);
});

it("leaves who came back to the room meanwhile", async () => {
  await failing(1, () => presence.exit("lounge", ada, t0));
  await presence.register(tab("a"));
  await presence.settle();
  expect(await online()).toBe(1);
});
