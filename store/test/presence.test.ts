import { generalRoom, type User } from "@hubbub/protocol";
import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ada, bob, type Client, connectClient, t0 } from "./support.ts";

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
});

const tab = (id: string, user: User = ada) => ({ id, user, since: t0 });
const online = async (room: string) => (await two.presence.snapshot(room)).online;

describe("a connection", () => {
  it("brings its user online in each of the user's rooms", async () => {
    const changes = await one.presence.register(tab("a"));
    expect(changes.map(change => change.room).sort()).toEqual([generalRoom, "lounge"]);
    expect(changes[0]).toMatchObject({ user: ada, online: true, count: 1 });
    expect(await two.presence.snapshot("lounge")).toEqual({ online: [ada], count: 1 });
  });

  it("changes nothing when it registers again", async () => {
    await one.presence.register(tab("a"));
    expect(await one.presence.register(tab("a"))).toEqual([]);
    await one.presence.unregister(tab("a"), t0 + 1);
    expect(await online("lounge")).toEqual([]);
  });

  it("takes its user offline, and says when they were last seen", async () => {
    await one.presence.register(tab("a"));
    const changes = await one.presence.unregister(tab("a"), t0 + 9);
    expect(changes.map(({ online, lastSeen, count }) => ({ online, lastSeen, count }))).toEqual([
      { online: false, lastSeen: t0 + 9, count: 0 },
      { online: false, lastSeen: t0 + 9, count: 0 },
    ]);
    expect(await one.presence.unregister(tab("a"), t0 + 10)).toEqual([]);
  });

  it("keeps the user online when it is one of two that closes, on whatever replica", async () => {
    await one.presence.register(tab("a"));
    expect(await two.presence.register(tab("b"))).toEqual([]);
    expect(await one.presence.unregister(tab("a"), t0 + 1)).toEqual([]);
    expect(await online("lounge")).toEqual([ada]);
    expect(await two.presence.unregister(tab("b"), t0 + 2)).toHaveLength(2);
  });

  it("tells each room once, however many connect and close at once", async () => {
    const tabs = Array.from({ length: 50 }, (_, index) => tab(`t${index}`));
    const came = await Promise.all(tabs.map((each, index) => [one, two][index % 2]?.presence.register(each) ?? []));
    expect(came.flat()).toHaveLength(2);
    const went = await Promise.all(
      tabs.map((each, index) => [one, two][index % 2]?.presence.unregister(each, t0 + 1) ?? []),
    );
    expect(went.flat()).toHaveLength(2);
    expect(await online("lounge")).toEqual([]);
  });
});

describe("news of different replicas", () => {
  const tell = (version: number, isOnline: 0 | 1) => {
    const { online, versions, members } = one.keys.room("lounge");
    return one.redis.run(c => c.applyPresence(online, versions, members, ada.id, ada.name, version, isOnline));
  };

  it("leaves the newest state, in whatever order it arrives", async () => {
    expect(await tell(7, 1)).toEqual([1, 1]);
    expect(await tell(6, 0)).toEqual([0, 1]);
    expect(await online("lounge")).toEqual([ada]);
    expect(await tell(9, 0)).toEqual([1, 0]);
    expect(await tell(8, 1)).toEqual([0, 0]);
    expect(await online("lounge")).toEqual([]);
  });

  it("completes what a crash left half told", async () => {
    const { connections, presence } = one.keys.user(ada.id);
    await one.redis.run(commands => commands.connectUser(connections, presence, "a", "{}"));
    expect(await online("lounge")).toEqual([]);
    expect(await one.presence.register(tab("a"))).toHaveLength(2);
  });

  it("is news again after the user's version was lost", async () => {
    await one.presence.register(tab("a"));
    await one.presence.unregister(tab("a"), t0 + 5);
    await one.redis.run(commands => commands.del(one.keys.user(ada.id).presence));
    expect(await one.presence.register(tab("b"))).toHaveLength(2);
  });
});

describe("a room", () => {
  it("shows somebody online who joins it, and no longer who leaves it", async () => {
    await one.presence.register(tab("b", bob));
    await one.rooms.join("lounge", bob);
    expect(await one.presence.enter("lounge", bob)).toMatchObject([{ room: "lounge", online: true, count: 1 }]);
    expect(await one.presence.enter("lounge", bob)).toEqual([]);
    await one.rooms.leave("lounge", bob.id);
    expect(await one.presence.exit("lounge", bob, t0 + 3)).toMatchObject([{ online: false, lastSeen: t0 + 3 }]);
    expect(await one.presence.exit("lounge", bob, t0 + 3)).toEqual([]);
  });

  it("does not show a member who is offline, nor somebody online who is no member", async () => {
    await one.rooms.join("lounge", bob);
    expect(await one.presence.enter("lounge", bob)).toEqual([]);
    await one.rooms.leave("lounge", bob.id);
    await one.presence.register(tab("b", bob));
    expect(await one.presence.enter("lounge", bob)).toEqual([]);
    expect(await online("lounge")).toEqual([]);
  });

  it("shows again who left and came back", async () => {
    await one.presence.register(tab("a"));
    await one.rooms.leave("lounge", ada.id);
    await one.presence.exit("lounge", ada, t0);
    await one.rooms.join("lounge", ada);
    expect(await one.presence.enter("lounge", ada)).toHaveLength(1);
  });

  it("lists some of very many, and counts all", async () => {
    const crowd = Array.from({ length: 600 }, (_, index) => [`user${index}`, `User ${index}`]).flat();
    await one.redis.run(commands => commands.hset(one.keys.room("lounge").online, ...crowd));
    const snapshot = await one.presence.snapshot("lounge");
    expect(snapshot.count).toBe(600);
    expect(new Set(snapshot.online.map(user => user.id)).size).toBe(500);
  });
});

it("rebuilds itself after Redis lost its data, when all that is connected registers again", async () => {
  await one.presence.register(tab("a"));
  await two.presence.register(tab("b", bob));
  await one.redis.run(commands => commands.flushall());
  await Promise.all([one.rooms.ofUser(ada.id), one.rooms.join("lounge", ada), two.rooms.ofUser(bob.id)]);
  await Promise.all([one.presence.register(tab("a")), two.presence.register(tab("b", bob))]);
  expect((await one.presence.snapshot(generalRoom)).count).toBe(2);
  expect(await online("lounge")).toEqual([ada]);
});
