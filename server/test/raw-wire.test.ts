import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { signUp } from "./people.ts";
import { RawClient } from "./raw-client.ts";

/** What `docs/protocol.md` says, followed to the letter and without any library. */
describe("the wire, by its documentation alone", () => {
  let house: House;
  let ada: RawClient;
  let bob: RawClient;
  let adaUser: { id: string; name: string };
  let bobUser: { id: string; name: string };
  const open: RawClient[] = [];

  beforeAll(async () => {
    house = await openHouse();
  });
  beforeEach(async () => {
    const sessions = [await signUp(house.replicas[0], "ada"), await signUp(house.replicas[1], "bob")] as const;
    [adaUser, bobUser] = [sessions[0].user, sessions[1].user];
    ada = await kept(RawClient.signIn(house.replicas[0].socketUrl, sessions[0].token));
    bob = await kept(RawClient.signIn(house.replicas[1].socketUrl, sessions[1].token));
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.close();
  });
  afterAll(() => house.stop());

  const kept = async (opening: Promise<RawClient>) => {
    const client = await opening;
    open.push(client);
    return client;
  };
  const text = (room: string, said: string, clientMessageId: string = crypto.randomUUID()) => ({
    room,
    text: said,
    clientMessageId,
  });
  const refusal = (code: string, temporary = false) => ({
    ok: false,
    error: { code, temporary, message: expect.any(String) },
  });

  it("opens, connects and says welcome in the frames of the documentation", async () => {
    const opened = { sid: expect.any(String), pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 65_536 };
    expect(await ada.frame(/^0/)).toEqual({ ...opened, upgrades: [] });
    expect(await ada.frame(/^40/)).toEqual({ sid: expect.any(String) });
    expect(ada.frames[2]).toMatch(/^42\["welcome",/);
    const room = { id: "general", kind: "public", title: "general", position: { epoch: expect.any(String), seq: 0 } };
    const standing = { owner: null, read: 0, unread: 0 };
    expect(await ada.event("welcome")).toEqual({
      user: adaUser,
      replica: house.replicas[0].id,
      protocol: 1,
      serverTime: expect.any(Number),
      away: false,
      rooms: [{ ...room, ...standing }],
    });
  });

  it("brings with the welcome what was missed since the positions of the CONNECT", async () => {
    const { token } = await signUp(house.replicas[0]);
    const first = await ada.ask("message:send", text("general", "one"));
    const { seq } = first.message as { seq: number };
    const second = await ada.ask("message:send", text("general", "two"));
    const positions = { general: { epoch: first.epoch, seq }, "raw-nowhere": { epoch: "x", seq: 1 } };
    const back = await kept(RawClient.open(house.replicas[1].socketUrl));
    back.send(`40${JSON.stringify({ token, positions })}`);
    const { recovery } = await back.event("welcome");
    expect(Object.keys(recovery as object)).toEqual(["general"]);
    const position = { epoch: first.epoch, seq: seq + 1 };
    expect(recovery).toMatchObject({ general: { recovered: true, messages: [second.message], position } });
    expect(back.frames.slice(1).map(frame => frame.slice(0, 10))).toEqual([expect.stringMatching(/^40/), '42["welcom']);
  });

  it.each([
    ["invalid_payload", { general: { epoch: "e", seq: -1 } }],
    ["too_large", Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`room-${n}`, { epoch: "x", seq: 1 }]))],
  ])("refuses positions of a wrong shape with %s", async (code, positions) => {
    const { token } = await signUp(house.replicas[0]);
    const client = await kept(RawClient.open(house.replicas[0].socketUrl));
    client.send(`40${JSON.stringify({ token, positions })}`);
    const data = { code, temporary: false };
    expect(await client.frame(/^44/)).toEqual({ message: expect.any(String), data });
  });

  it("refuses a CONNECT with a code", async () => {
    const stranger = await kept(RawClient.open(house.replicas[0].socketUrl));
    stranger.send('40{"token":"eyJhbGciOi"}');
    const data = { code: "unauthenticated", temporary: false };
    expect(await stranger.frame(/^44/)).toEqual({ message: expect.any(String), data });
  });

  it("carries a message: the ack has it, and each member's batch", async () => {
    const joined = { room: "raw-talk", kind: "public", title: "raw-talk", recovered: false, messages: [], more: false };
    expect(await ada.ask("room:join", { room: "raw-talk" })).toEqual({
      ok: true,
      ...joined,
      owner: adaUser.id,
      read: 0,
      unread: 0,
      position: { epoch: expect.any(String), seq: 0 },
      presence: { online: [adaUser], count: 1 },
    });
    await bob.ask("room:join", { room: "raw-talk" });
    const sent = await ada.ask("message:send", text("raw-talk", "hello", "a-1"));
    const message = {
      seq: 1,
      kind: "text",
      user: adaUser,
      text: "hello",
      at: expect.any(Number),
      clientMessageId: "a-1",
    };
    expect(sent).toEqual({ ok: true, epoch: expect.any(String), message });
    for (const client of [ada, bob]) {
      const batch = await client.event("message:batch", ({ room }) => room === "raw-talk");
      expect(batch).toEqual({ room: "raw-talk", epoch: sent.epoch, messages: [sent.message] });
    }
    expect(await bob.ask("room:history", { room: "raw-talk", before: 2, limit: 1 })).toEqual({
      ok: true,
      messages: [sent.message],
      more: false,
    });
  });

  it("takes a message that is sent again for the same, through whatever replica", async () => {
    const { token } = await signUp(house.replicas[0]);
    const [here, there] = [
      await kept(RawClient.signIn(house.replicas[0].socketUrl, token)),
      await kept(RawClient.signIn(house.replicas[1].socketUrl, token)),
    ];
    const first = await here.ask("message:send", text("general", "once", "again-1"));
    expect(await there.ask("message:send", text("general", "once", "again-1"))).toEqual(first);
  });

  it("recovers all rooms in one question, each wholly or from its newest page", async () => {
    const first = await ada.ask("message:send", text("general", "one"));
    const { seq } = first.message as { seq: number };
    const second = await ada.ask("message:send", text("general", "two"));
    await ada.ask("room:join", { room: "raw-den" });
    const positions = {
      general: { epoch: first.epoch, seq },
      "raw-den": { epoch: "another", seq: 7 },
      "raw-nowhere": { epoch: "x", seq: 1 },
    };
    const { ok, rooms } = await ada.ask("rooms:recover", { positions });
    expect(ok).toBe(true);
    expect(Object.keys(rooms as object).sort()).toEqual(["general", "raw-den"]);
    expect(rooms).toMatchObject({
      general: { recovered: true, messages: [second.message], position: { epoch: first.epoch, seq: seq + 1 } },
      "raw-den": { recovered: false, messages: [], position: { seq: 0 } },
    });
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`room-${n}`, { epoch: "x", seq: 1 }]));
    expect(await ada.ask("rooms:recover", { positions: many })).toEqual(refusal("too_large"));
  });

  it("opens a direct room of two by id or name, and lets nobody else in", async () => {
    const opened = await ada.ask("direct:open", { user: bobUser.id });
    const room = `dm:${[adaUser.id, bobUser.id].sort().join(":")}`;
    expect(opened).toMatchObject({ ok: true, room, kind: "direct", title: bobUser.name, recovered: false });
    expect(await bob.ask("direct:open", { name: adaUser.name })).toMatchObject({ room, title: adaUser.name });
    await ada.ask("message:send", text(room, "only for you"));
    await bob.event("message:batch", batch => batch.room === room);
    const eve = await kept(RawClient.signIn(house.replicas[0].socketUrl, (await signUp(house.replicas[0])).token));
    expect(await eve.ask("room:join", { room })).toEqual(refusal("forbidden"));
    expect(await eve.ask("room:history", { room, before: 5, limit: 5 })).toEqual(refusal("forbidden"));
    expect(await eve.ask("rooms:recover", { positions: { [room]: { epoch: "x", seq: 0 } } })).toEqual({
      ok: true,
      rooms: {},
    });
  });

  it("tells who comes and goes in a room", async () => {
    await ada.ask("room:join", { room: "raw-door" });
    await bob.ask("room:join", { room: "raw-door" });
    const inRoom = ({ room }: Record<string, unknown>) => room === "raw-door";
    const names = (list: unknown) => JSON.stringify(list).includes(bobUser.id);
    const came = await ada.event("presence:diff", diff => inRoom(diff) && names(diff.online));
    expect(came).toMatchObject({ offline: [], count: 2 });
    expect(await bob.ask("room:leave", { room: "raw-door" })).toEqual({ ok: true });
    const went = await ada.event("presence:diff", diff => inRoom(diff) && names(diff.offline));
    const offline = [{ id: bobUser.id, lastSeen: expect.any(Number) }];
    expect(went).toEqual({ room: "raw-door", online: [], offline, count: 1 });
    expect(await bob.ask("message:send", text("raw-door", "through the door"))).toEqual(refusal("forbidden"));
  });

  it("counts the characters of a text as code points, up to 4,000", async () => {
    expect(await ada.ask("message:send", text("general", "😀".repeat(4_000)))).toMatchObject({ ok: true });
    expect(await ada.ask("message:send", text("general", "😀".repeat(4_001)))).toEqual(refusal("too_large"));
  });

  it("ends a connection that sends a frame above 64 kB", async () => {
    ada.send(`42${JSON.stringify(["message:send", text("general", "x".repeat(65_536))])}`);
    await ada.closed;
  });

  it("says to whoever is too fast how long to wait", async () => {
    const acks = await Promise.all(
      Array.from({ length: 40 }, (_, n) => bob.ask("message:send", text("general", `quick ${n}`))),
    );
    const refused = acks.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(0);
    for (const ack of refused) {
      expect(ack).toMatchObject({ error: { code: "rate_limited", temporary: true, retryAfterMs: expect.any(Number) } });
    }
  });

  it("carries edits and removals: entries of the log that name their target", async () => {
    const { message, epoch } = await ada.ask("message:send", text("general", "frist"));
    const { seq: target } = message as { seq: number };
    const edited = await ada.ask("message:edit", { ...text("general", "first", "e-1"), target });
    expect(edited).toMatchObject({
      ok: true,
      epoch,
      message: { kind: "edit", target, text: "first", seq: target + 1 },
    });
    expect(await bob.ask("message:remove", { room: "general", target, clientMessageId: "r-1" })).toEqual(
      refusal("forbidden"),
    );
    const removed = await ada.ask("message:remove", { room: "general", target, clientMessageId: "r-2" });
    expect(removed).toMatchObject({ ok: true, message: { kind: "remove", target, text: "" } });
    const isIt = ({ messages }: Record<string, unknown>) => JSON.stringify(messages).includes('"r-2"');
    expect(await bob.event("message:batch", isIt)).toMatchObject({ room: "general", epoch });
  });

  it("tells who types, and how far one has read to one's other devices", async () => {
    expect(await ada.ask("typing:set", { room: "general", typing: true })).toEqual({ ok: true });
    const typing = { room: "general", user: adaUser, typing: true };
    expect(await bob.event("typing:change")).toEqual(typing);
    const { position } = await ada.ask("room:join", { room: "general" });
    const { seq } = position as { seq: number };
    expect(await ada.ask("read:mark", { room: "general", seq })).toMatchObject({ ok: true, unread: 0 });
  });
});
