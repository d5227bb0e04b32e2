import { generalRoom } from "@hubbub/protocol";
import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ada, bob, type Client, connectClient, t0, tab } from "./support.ts";

let server: Redis;
let one: Client;
let two: Client;

beforeAll(async () => {
  server = await startRedis();
  [one, two] = await Promise.all([
    connectClient(server.url, { replica: "r1" }),
    connectClient(server.url, { replica: "r2" }),
  ]);
});

afterAll(async () => {
  await Promise.all([one?.redis.close(), two?.redis.close()]);
  await server?.stop();
});

beforeEach(async () => {
  await one.redis.run(commands => commands.flushall());
  await Promise.all([one.rooms.ofUser(ada.id), one.rooms.ofUser(bob.id), one.rooms.join("lounge", ada)]);
  news();
});

/** The rooms that something changed in since this was last asked. */
const news = (): string[] => [one, two].flatMap(({ changed }) => changed.splice(0)).sort();
const both = [generalRoom, "lounge"];

/** Who is in a room, by id. */
async function states(room = "lounge"): Promise<Record<string, string>> {
  const reading = await two.presence.read(room, { place: "", everybody: true, most: 1_000 });
  if (reading.kind !== "all") throw new Error(reading.kind);
  expect(reading.count).toBe(reading.people.length);
  return Object.fromEntries(reading.people.map(({ user, state }) => [user.name, state]));
}

describe("a connection", () => {
  it("brings its user online in each of the user's rooms", async () => {
    await one.presence.register(tab("a"));
    expect(news()).toEqual(both);
    expect([await states(), await states(generalRoom)]).toEqual([{ Ada: "online" }, { Ada: "online" }]);
  });

  it("changes nothing when it registers again", async () => {
    await one.presence.register(tab("a"));
    news();
    await one.presence.register(tab("a"));
    expect(news()).toEqual([]);
    await one.presence.unregister(tab("a"), t0 + 1);
    expect(await states()).toEqual({});
  });

  it("takes its user offline, last seen then", async () => {
    await one.presence.register(tab("a"));
    news();
    await one.presence.unregister(tab("a"), t0 + 9);
    expect(news()).toEqual(both);
    expect(await one.presence.statesOf("lounge", [ada.id])).toEqual([{ state: "offline", lastSeen: t0 + 9 }]);
    await one.presence.unregister(tab("a"), t0 + 10);
    expect(news()).toEqual([]);
  });

  it("keeps the user online when it is one of two that closes, on whatever replica", async () => {
    await one.presence.register(tab("a"));
    news();
    await two.presence.register(tab("b"));
    await one.presence.unregister(tab("a"), t0 + 1);
    expect(news()).toEqual([]);
    expect(await states()).toEqual({ Ada: "online" });
    await two.presence.unregister(tab("b"), t0 + 2);
    expect(news()).toEqual(both);
  });

  it("tells each room once, however many connect and close at once", async () => {
    const tabs = Array.from({ length: 500 }, (_, index) => tab(`t${index}`));
    await Promise.all(tabs.map((each, index) => [one, two][index % 2]?.presence.register(each)));
    expect(news()).toEqual(both);
    await Promise.all(tabs.map((each, index) => [one, two][index % 2]?.presence.unregister(each, t0 + 1)));
    expect(news()).toEqual(both);
    expect(await states()).toEqual({});
  });

  it("shares two commands with all that come in the same turn, where their users are there already, however many rooms they are in", async () => {
    await one.presence.register(tab("a"));
    await one.redis.run(commands => commands.config("RESETSTAT"));
    await Promise.all(["b", "c", "d"].map(id => one.presence.register(tab(id))));
    const stats = await one.redis.run(commands => commands.info("commandstats"));
    const calls = [...stats.matchAll(/cmdstat_(evalsha|zadd|sadd|hset|smembers):calls=(\d+)/g)];
    expect(Object.fromEntries(calls.map(([, name, count]) => [name, Number(count)]))).toEqual({
      evalsha: 2,
      zadd: 1,
      sadd: 6,
      hset: 3,
    });
  });
});

describe("somebody is away", () => {
  it("when all their connections are idle, and back with the first that is not", async () => {
    await one.presence.register(tab("a"));
    await two.presence.register(tab("b", ada, { isIdle: true }));
    expect(await states()).toEqual({ Ada: "online" });
    news();
    await one.presence.register(tab("a", ada, { isIdle: true }));
    expect(news()).toEqual(both);
    expect(await states()).toEqual({ Ada: "away" });
    await two.presence.register(tab("b"));
    expect(await states()).toEqual({ Ada: "online" });
  });

  it("when the one that is not idle closes", async () => {
    await one.presence.register(tab("a"));
    await two.presence.register(tab("b", ada, { isIdle: true }));
    await one.presence.unregister(tab("a"), t0);
    expect(await states()).toEqual({ Ada: "away" });
  });

  it("when they say so, whatever their connections do, until they say otherwise", async () => {
    await one.presence.register(tab("a"));
    await one.presence.setAway(ada, true, t0);
    expect(await two.presence.register(tab("b"))).toEqual({ saysAway: true });
    expect(await states()).toEqual({ Ada: "away" });
    await one.presence.unregister(tab("a"), t0);
    await two.presence.unregister(tab("b"), t0);
    expect(await states()).toEqual({});
    await one.presence.register(tab("c"));
    expect(await states()).toEqual({ Ada: "away" });
    await one.presence.setAway(ada, false, t0);
    expect(await states()).toEqual({ Ada: "online" });
  });

  it("in a room that they join, too", async () => {
    await one.presence.register(tab("b", bob, { isIdle: true }));
    await one.rooms.join("lounge", bob);
    await one.presence.enter("lounge", bob);
    expect(await states()).toEqual({ Bob: "away" });
  });
});

describe("news of different replicas", () => {
  const tell = async (version: number, state: string) => {
    const { online, versions, members, presence } = one.keys.room("lounge");
    return one.redis.run(c =>
      c.applyPresence(online, versions, members, presence, ada.id, ada.name, version, state, t0),
    );
  };

  it("leaves the newest state, in whatever order it arrives", async () => {
    expect(await tell(7, "online")).toBe(1);
    expect(await tell(6, "offline")).toBe(0);
    expect(await states()).toEqual({ Ada: "online" });
    expect(await tell(9, "offline")).toBe(1);
    expect(await tell(8, "online")).toBe(0);
    expect(await states()).toEqual({});
  });

  it("completes what a crash left half told", async () => {
    const { connections, active, presence, rooms } = one.keys.user(ada.id);
    await one.redis.run(c => c.updateUsers(4, connections, active, presence, rooms, "a", "active", "{}", "", t0, ""));
    expect(await states()).toEqual({});
    await one.presence.register(tab("b"));
    expect(await states()).toEqual({ Ada: "online" });
  });

  it("is news again after the user's version was lost", async () => {
    await one.presence.register(tab("a"));
    await one.presence.unregister(tab("a"), t0 + 5);
    await one.redis.run(commands => commands.del(one.keys.user(ada.id).presence));
    news();
    await one.presence.register(tab("b"));
    expect(news()).toEqual(both);
  });
});

describe("a room", () => {
  it("shows somebody online who joins it, and no longer who leaves it", async () => {
    await one.presence.register(tab("b", bob));
    await one.rooms.join("lounge", bob);
    news();
    await one.presence.enter("lounge", bob);
    await one.presence.enter("lounge", bob);
    expect(news()).toEqual(["lounge"]);
    await one.rooms.leave("lounge", bob);
    await one.presence.exit("lounge", bob, t0 + 3);
    await one.presence.exit("lounge", bob, t0 + 3);
    expect(news()).toEqual(["lounge"]);
    expect(await states()).toEqual({});
  });

  it("does not show a member who is offline, nor somebody online who is no member", async () => {
    await one.rooms.join("lounge", bob);
    await one.presence.enter("lounge", bob);
    await one.rooms.leave("lounge", bob);
    await one.presence.register(tab("b", bob));
    await one.presence.enter("lounge", bob);
    expect(await states()).toEqual({});
  });

  it("shows again who left and came back", async () => {
    await one.presence.register(tab("a"));
    await one.rooms.leave("lounge", ada);
    await one.presence.exit("lounge", ada, t0);
    await one.rooms.join("lounge", ada);
    await one.presence.enter("lounge", ada);
    expect(await states()).toEqual({ Ada: "online" });
  });

  it("keeps nothing of its presence when its last member left", async () => {
    await one.presence.register(tab("a"));
    await one.rooms.leave("lounge", ada);
    await one.presence.exit("lounge", ada, t0);
    const { online, versions, presence } = one.keys.room("lounge");
    expect(await one.redis.run(commands => commands.exists(online, versions, presence))).toBe(0);
  });

  it("tells how its members are, in the order of the question", async () => {
    await one.presence.register(tab("a"));
    await one.rooms.join("lounge", bob);
    const answer = await one.presence.statesOf("lounge", [bob.id, ada.id]);
    expect(answer).toEqual([
      { state: "offline", lastSeen: null },
      { state: "online", lastSeen: null },
    ]);
    expect(await one.presence.statesOf("lounge", [])).toEqual([]);
  });
});

it("rebuilds itself after Redis lost its data, when all that is connected registers anew", async () => {
  await one.presence.register(tab("a"));
  await two.presence.register(tab("b", bob));
  await one.redis.run(commands => commands.flushall());
  // Somebody comes before the rest is there again, and is told to the rooms that Redis knows of by then.
  await one.rooms.ofUser(ada.id);
  await one.presence.register(tab("c"));
  await Promise.all([one.rooms.join("lounge", ada), two.rooms.ofUser(bob.id)]);
  await one.presence.registerAnew(tab("a", ada, { isIdle: true, saysAway: true }));
  await two.presence.registerAnew(tab("b", bob));
  expect(await states(generalRoom)).toEqual({ Ada: "away", Bob: "online" });
  expect(await states()).toEqual({ Ada: "away" });
});
