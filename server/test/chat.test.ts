import { startRedis, startRedisCluster, startSentinel } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openReplicas, type Replicas } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

/** What lies between two replicas. */
const worlds = [
  ["one Redis and the classic adapter", () => startRedis({ aof: true }), { ADAPTER: "classic" }],
  ["one Redis and the sharded adapter", () => startRedis({ aof: true }), { ADAPTER: "sharded" }],
  ["a Redis Cluster of three masters, by itself sharded", startRedisCluster, {}],
  ["the master that sentinels name", startSentinel, {}],
] as const;

describe.each(worlds)("a chat that two replicas serve as one, over %s", (_, start, env) => {
  let house: Replicas;
  const present: Person[] = [];

  beforeAll(async () => {
    house = await openReplicas(await start(), { PRESENCE_GRACE_MS: "300", POSITION_TICK_MS: "1000", ...env });
  });
  afterEach(() => {
    for (const person of present.splice(0)) person.leave();
  });
  afterAll(() => house.stop());

  const come = async (replica: 0 | 1, session?: Person["session"]) => {
    const person = await Person.connect(house.replicas[replica], session);
    present.push(person);
    // An answer says that the sharded adapter's subscriptions are effective, too: until then a position tells what was missed.
    await person.accepted("rooms:recover", { positions: {} });
    return person;
  };

  it("says welcome before anything else, with general among the rooms", async () => {
    const ada = await come(0);
    expect(ada.events[0]?.name).toBe("welcome");
    expect(ada.welcomes[0]).toMatchObject({ user: ada.user, protocol: 1, replica: house.replicas[0].id });
    expect(ada.welcomes[0]?.rooms).toContainEqual(expect.objectContaining({ id: "general", kind: "public" }));
  });

  it("carries a message to everybody in the room, whatever replica they are on", async () => {
    const [ada, bob] = [await come(0), await come(1)];
    const message = await ada.say("general", "hello from the other side");
    await until(() => bob.heard("general").includes(message.text), "Bob to hear it");
    await until(() => ada.heard("general").includes(message.text), "Ada to hear herself");
    expect(bob.batches("general").find(({ seq }) => seq === message.seq)).toEqual(message);
  });

  it("tells who comes and who goes, and when, whatever replica they are on", async () => {
    const [ada, bob] = [await come(0), await come(1)];
    await until(() => ada.sees("general", bob.user.id) === "online", "Ada to see Bob come");
    bob.leave();
    await until(() => ada.sees("general", bob.user.id) === "offline", "Ada to see Bob go");
    const gone = ada.told("presence:diff").flatMap(({ offline }) => offline.filter(({ id }) => id === bob.user.id));
    expect(Math.abs((gone[0]?.lastSeen ?? 0) - Date.now())).toBeLessThan(10_000);
  });

  it("numbers the messages of a room without holes while two replicas write to it", async () => {
    const [ada, bob] = [await come(0), await come(1)];
    await ada.accepted("room:join", { room: "numbers" });
    await bob.accepted("room:join", { room: "numbers" });
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? ada : bob).say("numbers", `number ${n}`)),
    );
    expect(sent.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it("opens a direct room that reaches every device of both", async () => {
    const ada = await come(0);
    const bob = await come(1);
    const tablet = await come(0, bob.session);
    const opened = await ada.accepted("direct:open", { name: bob.user.name });
    await ada.say(opened.room, "just you and me");
    for (const device of [bob, tablet]) {
      await until(() => device.heard(opened.room).includes("just you and me"), "each device of Bob to hear it");
    }
    await bob.say(opened.room, "I hear you");
    await until(() => ada.heard(opened.room).includes("I hear you"), "Ada to hear the answer");
    expect((await tablet.accepted("direct:open", { user: ada.user.id })).room).toBe(opened.room);
  });

  it("keeps a direct room to its two people", async () => {
    const [ada, bob, eve] = [await come(0), await come(1), await come(0)];
    const { room } = await ada.accepted("direct:open", { user: bob.user.id });
    expect(await eve.ask("room:join", { room })).toMatchObject({ ok: false, error: { code: "forbidden" } });
    expect(await eve.ask("room:history", { room, before: 9, limit: 9 })).toMatchObject({
      error: { code: "forbidden" },
    });
    const send = { room, text: "let me in", clientMessageId: "eve-1" };
    expect(await eve.ask("message:send", send)).toMatchObject({ error: { code: "forbidden" } });
    expect(await ada.ask("room:leave", { room })).toMatchObject({ error: { code: "forbidden" } });
  });

  it("takes every device of a user along into a room, and out of it", async () => {
    const ada = await come(0);
    const phone = await come(1, ada.session);
    const bob = await come(1);
    await bob.accepted("room:join", { room: "devices" });
    await ada.accepted("room:join", { room: "devices" });
    await bob.say("devices", "one");
    await until(() => phone.heard("devices").includes("one"), "the phone to hear the room");
    await phone.accepted("room:leave", { room: "devices" });
    const send = { room: "devices", text: "am I still here?", clientMessageId: ada.newId() };
    expect(await ada.ask("message:send", send)).toMatchObject({ error: { code: "forbidden" } });
  });

  it("makes one message of retries that race through two replicas", async () => {
    const ada = await come(0);
    const laptop = await come(1, ada.session);
    const send = { room: "general", text: "only once", clientMessageId: "the-same" };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? ada : laptop).accepted("message:send", send)),
    );
    expect(new Set(answers.map(({ message }) => message.seq)).size).toBe(1);
    const { messages } = await ada.accepted("room:history", { room: "general", before: 1e9, limit: 200 });
    expect(messages.filter(({ clientMessageId }) => clientMessageId === "the-same")).toHaveLength(1);
  });

  it("gives exactly what was missed to a client that comes back with its position", async () => {
    const [ada, bob] = [await come(0), await come(1)];
    const { position } = await bob.accepted("room:join", { room: "tail" });
    await ada.accepted("room:join", { room: "tail" });
    bob.leave();
    for (const text of ["a", "b", "c"]) await ada.say("tail", text);
    const back = await come(0, bob.session);
    const { rooms } = await back.accepted("rooms:recover", { positions: { tail: position } });
    expect(rooms.tail).toMatchObject({
      recovered: true,
      position: { seq: 3 },
      messages: [{ text: "a" }, { text: "b" }, { text: "c" }],
    });
    const again = await back.accepted("rooms:recover", { positions: { tail: { ...position, seq: 3 } } });
    expect(again.rooms.tail).toMatchObject({ recovered: true, messages: [] });
  });

  it("says plainly when a position is of another epoch, and gives the newest page", async () => {
    const ada = await come(0);
    await ada.accepted("room:join", { room: "epochs" });
    await ada.say("epochs", "here");
    const { rooms } = await ada.accepted("rooms:recover", { positions: { epochs: { epoch: "another", seq: 1 } } });
    expect(rooms.epochs).toMatchObject({ recovered: false, messages: [{ text: "here" }] });
  });

  it("leaves out of a recovery the rooms that the user is not in", async () => {
    const [ada, bob] = [await come(0), await come(1)];
    await ada.accepted("room:join", { room: "private-party" });
    const positions = { "private-party": { epoch: "x", seq: 0 }, nowhere: { epoch: "x", seq: 0 } };
    expect((await bob.accepted("rooms:recover", { positions })).rooms).toEqual({});
  });

  it("tells the head of a room that moved, in case the last broadcast was lost", async () => {
    const [ada, bob] = [await come(0), await come(1)];
    const message = await ada.say("general", "did you get that?");
    await until(
      () => bob.told("room:position").some(({ room, seq }) => room === "general" && seq >= message.seq),
      "the head of general",
    );
  });

  it("lets nobody leave general", async () => {
    const ada = await come(0);
    expect(await ada.ask("room:leave", { room: "general" })).toMatchObject({ error: { code: "forbidden" } });
  });

  it("bounds what one user sends, over all replicas", async () => {
    const ada = await come(0);
    const phone = await come(1, ada.session);
    const acks = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        (n % 2 === 0 ? ada : phone).ask("message:send", {
          room: "general",
          text: "spam",
          clientMessageId: `spam-${n}`,
        }),
      ),
    );
    const refused = acks.filter(ack => !ack.ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ error: { code: "rate_limited", temporary: true } });
    expect(refused[0]?.error.retryAfterMs).toBeGreaterThan(0);
  });

  it("ends the live connections of a session that signs out, on every replica", async () => {
    const ada = await come(0);
    const tab = await come(1, ada.session);
    const response = await fetch(`${house.replicas[0].apiUrl}/api/session`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${ada.session.token}` },
    });
    expect(response.status).toBe(204);
    for (const device of [ada, tab]) {
      await until(() => device.socket.disconnected && !device.socket.active, "a final disconnect");
      expect(device.told("session:end")).toEqual([{ code: "unauthenticated", temporary: false }]);
    }
  });

  it("renews a connection with a fresh token of the same user only", async () => {
    const [ada, bob] = [await come(0), await come(1)];
    expect(await ada.accepted("session:renew", { token: ada.session.token })).toMatchObject({
      expiresAt: expect.any(Number),
    });
    expect(await ada.ask("session:renew", { token: bob.session.token })).toMatchObject({
      error: { code: "forbidden" },
    });
    expect(await ada.ask("session:renew", { token: "nonsense" })).toMatchObject({ error: { code: "unauthenticated" } });
  });
});
