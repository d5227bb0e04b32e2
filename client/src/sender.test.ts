import { HubbubError, type Logged } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeEnvironment, settled } from "../test/support/fake-environment.ts";
import { MemoryStorage } from "../test/support/memory-storage.ts";
import { ada, message } from "../test/support/messages.ts";
import { OutboxStore } from "./outbox.ts";
import { Sender, type Words } from "./sender.ts";
import type { OutboxEntry } from "./types.ts";

const temporary = (retryAfterMs?: number) =>
  new HubbubError("rate_limited", "slow down", retryAfterMs === undefined ? {} : { retryAfterMs });
const final = new HubbubError("forbidden", "not a member");
const hour = 3_600_000;

const words = (room: string, text: string): Words => ({ room, kind: "text", text });

describe("a sender", () => {
  let environment: FakeEnvironment;
  let tries: { entry: OutboxEntry; ack: (seq: number) => void; refuse: (error: HubbubError) => void }[];
  let online: boolean;

  beforeEach(() => {
    environment = new FakeEnvironment();
    tries = [];
    online = true;
  });

  const create = () =>
    new Sender({
      environment,
      isOnline: () => online,
      post: entry =>
        new Promise<Logged>((resolve, reject) => {
          const ack = (seq: number) => {
            resolve({ message: message(seq, { user: ada, clientMessageId: entry.clientMessageId }), epoch: "e1" });
          };
          tries.push({ entry, ack, refuse: reject });
        }),
      keepsFailed: ({ room }) => room !== "nowhere",
      onLogged: () => {},
      onChange: () => {},
    });
  const texts = () => tries.map(({ entry }) => entry.text);
  const store = (storage: MemoryStorage, user = ada.id) => new OutboxStore(storage, user, () => {});

  it("sends one message of a room after the other, and rooms side by side", async () => {
    const sender = create();
    const sent = sender.send(words("general", "one"));
    void sender.send(words("general", "two"));
    void sender.send(words("other", "three"));
    expect(texts()).toEqual(["one", "three"]);
    tries[0]?.ack(1);
    expect((await sent).seq).toBe(1);
    expect(texts()).toEqual(["one", "three", "two"]);
    expect(sender.entries.map(({ text }) => text)).toEqual(["two", "three"]);
  });

  it("keeps the order when a message has to wait, and waits as long as it is told", async () => {
    const sender = create();
    void sender.send(words("general", "one"));
    void sender.send(words("general", "two"));
    tries[0]?.refuse(temporary(700));
    await environment.pass(699);
    expect(texts()).toEqual(["one"]);
    await environment.pass(1);
    expect(texts()).toEqual(["one", "one"]);
    tries[1]?.ack(1);
    await settled();
    expect(texts()).toEqual(["one", "one", "two"]);
  });

  it("goes on with the next message after a final refusal", async () => {
    const sender = create();
    const refused = expect(sender.send(words("general", "one"))).rejects.toBe(final);
    void sender.send(words("general", "two"));
    tries[0]?.refuse(final);
    await refused;
    expect(sender.entries[0]).toMatchObject({ status: "failed", error: { code: "forbidden" } });
    expect(texts()).toEqual(["one", "two"]);
  });

  it("keeps no failed message where nobody can see it", async () => {
    const storage = new MemoryStorage();
    const sender = create();
    sender.open(store(storage));
    const refused = expect(sender.send(words("nowhere", "one"))).rejects.toBe(final);
    tries[0]?.refuse(final);
    await refused;
    expect(sender.entries).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it("tries a failed message again under the same id, and does not get stuck on the one that was under way", async () => {
    const sender = create();
    sender.send(words("general", "one")).catch(() => {});
    void sender.send(words("general", "two"));
    void sender.send(words("general", "three"));
    tries[0]?.refuse(final);
    await settled();
    sender.retry(sender.entries[0]?.clientMessageId ?? "");
    tries[1]?.ack(1);
    await settled();
    tries[2]?.ack(2);
    await settled();
    expect(texts()).toEqual(["one", "two", "one", "three"]);
    expect(tries[2]?.entry.clientMessageId).toBe(tries[0]?.entry.clientMessageId);
  });

  it("does not blame a message for the token of its connection", async () => {
    const sender = create();
    void sender.send(words("general", "one"));
    tries[0]?.refuse(new HubbubError("unauthenticated", "expired"));
    await environment.pass(500);
    expect(texts()).toEqual(["one", "one"]);
  });

  it("takes a broadcast that is faster than the ack for the ack", async () => {
    const sender = create();
    const sent = sender.send(words("general", "one"));
    void sender.send(words("general", "two"));
    sender.settle(message(7, { user: ada, clientMessageId: "id-1" }));
    expect((await sent).seq).toBe(7);
    expect(texts()).toEqual(["one", "two"]);
    tries[0]?.refuse(temporary());
    await environment.pass(hour);
    expect(texts()).toEqual(["one", "two"]);
  });

  it("sends everything again after a reconnect, in order and under the same ids", async () => {
    const sender = create();
    void sender.send(words("general", "one"));
    void sender.send(words("general", "two"));
    online = false;
    tries[0]?.refuse(new HubbubError("unavailable", "cut"));
    await environment.pass(hour);
    expect(texts()).toEqual(["one"]);
    online = true;
    sender.resume();
    tries[1]?.ack(1);
    await settled();
    expect(tries.map(({ entry }) => entry.clientMessageId)).toEqual(["id-1", "id-1", "id-2"]);
  });

  it("does not take the late failure of a lost connection for one of the new connection", async () => {
    const sender = create();
    void sender.send(words("general", "one"));
    sender.resume();
    tries[0]?.refuse(new HubbubError("unavailable", "no answer in time"));
    await environment.pass(hour);
    expect(texts()).toEqual(["one", "one"]);
  });

  it("survives a reload", async () => {
    const storage = new MemoryStorage();
    const before = create();
    before.open(store(storage));
    void before.send(words("general", "one"));
    void before.send(words("general", "two"));
    const after = create();
    tries.length = 0;
    after.open(store(storage));
    after.resume();
    tries[0]?.ack(1);
    await settled();
    tries[1]?.ack(2);
    await settled();
    expect(tries.map(({ entry }) => entry.clientMessageId)).toEqual(["id-1", "id-2"]);
    expect(storage.items.size).toBe(0);
  });

  it("keeps what was written before the user was known", () => {
    const storage = new MemoryStorage();
    store(storage).put({ ...entryOf("older"), at: environment.now() });
    const sender = create();
    void sender.send(words("general", "newer"));
    sender.open(store(storage));
    expect(sender.entries.map(({ text }) => text)).toEqual(["older", "newer"]);
    expect(store(storage).load()).toEqual(sender.entries);
  });

  it("does not send by itself what may have been forgotten as sent", async () => {
    const storage = new MemoryStorage();
    store(storage).put({ ...entryOf("stale"), at: environment.now() - 13 * hour });
    const sender = create();
    sender.open(store(storage));
    sender.resume();
    expect(tries).toEqual([]);
    expect(sender.entries[0]?.status).toBe("failed");
    sender.retry("id-stale");
    expect(texts()).toEqual(["stale"]);
  });

  it("forgets what is discarded, and says so to the one who waits", async () => {
    const sender = create();
    const sent = expect(sender.send(words("general", "one"))).rejects.toMatchObject({ code: "conflict" });
    void sender.send(words("general", "two"));
    sender.discard("id-1");
    await sent;
    expect(texts()).toEqual(["one", "two"]);
  });

  it("does not send one user's messages as another", async () => {
    const storage = new MemoryStorage();
    const sender = create();
    sender.open(store(storage));
    const sent = expect(sender.send(words("general", "one"))).rejects.toMatchObject({ code: "unauthenticated" });
    sender.forget(new HubbubError("unauthenticated", "somebody else"));
    sender.open(store(storage, "bbbbbbbb"));
    sender.resume();
    await sent;
    expect(texts()).toEqual(["one"]);
    expect(store(storage).load().length).toBe(1);
  });
});

const entryOf = (text: string): OutboxEntry => ({
  room: "general",
  kind: "text",
  text,
  clientMessageId: `id-${text}`,
  at: 0,
  status: "sending",
  error: null,
});
