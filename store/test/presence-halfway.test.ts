import { generalRoom, HubbubError } from "@hubbub/protocol";
import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { Presence } from "../src/presence.ts";
import { RedisLink } from "../src/redis.ts";
import { Replicas } from "../src/replicas.ts";
import type { Commands } from "../src/scripts.ts";
import { ada, type Client, connectClient, t0 } from "./support.ts";

/** Redis does what it is asked, and goes away before it answers. */
class LossyLink extends RedisLink {
  /** The answer that is lost: 1 is the next one. */
  loses = 0;

  override async run<Result>(action: (commands: Commands) => Promise<Result>): Promise<Result> {
    const isLost = this.loses-- === 1;
    const result = await super.run(action);
    if (isLost) throw new HubbubError("unavailable", "lost");
    return result;
  }
}

let server: Redis;
let other: Client;
let link: LossyLink;
let presence: Presence;

beforeAll(async () => {
  server = await startRedis();
  other = await connectClient(server.url, { replica: "r2" });
  link = new LossyLink(server.url);
  await link.whenReady();
  presence = new Presence(link, other.keys, "r1");
});

afterAll(async () => {
  await Promise.all([other?.redis.close(), link?.close()]);
  await server?.stop();
});

beforeEach(async () => {
  await other.redis.run(commands => commands.flushall());
  await other.rooms.ofUser(ada.id);
  await other.rooms.join("lounge", ada);
});

const tab = { id: "a", user: ada, since: t0 };
/** What is said of Ada, a room a line. */
const settled = async () => (await presence.settle()).map(({ room, online }) => `${room} ${online}`).sort();

async function failing(nth: number, work: () => Promise<unknown>): Promise<void> {
  link.loses = nth;
  await expect(work()).rejects.toThrow("lost");
  link.loses = 0;
}

it("tells of somebody who came while Redis went away, also when they came again elsewhere", async () => {
  await failing(3, () => presence.register(tab));
  expect(await other.presence.register({ ...tab, id: "b" })).toEqual([]);
  expect(await settled()).toEqual([`${generalRoom} true`, "lounge true"]);
  expect(await settled()).toEqual([]);
});

it("tells of somebody who went while Redis went away", async () => {
  await presence.register(tab);
  await failing(3, () => presence.unregister(tab, t0));
  expect(await presence.unregister(tab, t0)).toEqual([]);
  expect(await settled()).toEqual([`${generalRoom} false`, "lounge false"]);
});

it("tells of those whom a sweep took out that Redis left halfway", async () => {
  await other.replicas.beat();
  await other.presence.register(tab);
  await other.redis.run(commands => commands.zadd(other.keys.leases, 1, "r2"));
  const replicas = new Replicas(link, other.keys, presence, { replica: "r1", leaseMs: 1 });
  await failing(5, () => replicas.sweep(t0));
  expect(await settled()).toEqual([`${generalRoom} false`, "lounge false"]);
});

it("tells of somebody who left a room while Redis went away, and takes them out of it", async () => {
  await presence.register(tab);
  await other.rooms.leave("lounge", ada.id);
  await failing(1, () => presence.exit("lounge", ada, t0));
  expect(await settled()).toEqual(["lounge false"]);
});

it("leaves who came back to the room meanwhile", async () => {
  await presence.register(tab);
  await failing(1, () => presence.exit("lounge", ada, t0));
  await presence.settle();
  expect(await presence.snapshot("lounge")).toEqual({ online: [ada], count: 1 });
});

it("goes on with it after one more absence", async () => {
  await failing(3, () => presence.register(tab));
  link.loses = 1;
  expect(await settled()).toEqual([]);
  link.loses = 0;
  expect(await settled()).toEqual([`${generalRoom} true`, "lounge true"]);
});
