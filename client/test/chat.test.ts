import { mkdtemp, rm } from "node:fs/promises";
import { connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Redis, type Replica, startRedis, startReplica } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Chat, OutboxStorage } from "../src/index.ts";
import { MemoryStorage } from "./support/memory-storage.ts";
import { chatOf, newcomer, type Person, until, untilOnline } from "./support/people.ts";
import { type Relay, startRelay } from "./support/relay.ts";

describe("the client over two replicas", () => {
  let dir: string;
  let redis: Redis;
  let replicas: [Replica, Replica];
  let relays: Relay[];
  let chats: Chat[];

  const replica = () =>
    startReplica({
      redisUrl: redis.url,
      keyPrefix: "client-test",
      secretsDir: join(dir, "secrets"),
      env: { POSITION_TICK_MS: "250", SCRYPT_COST: "10", SIGN_UPS_PER_ADDRESS: "1000", LOG_LEVEL: "warn" },
    });

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "hubbub-client-"));
    redis = await startRedis();
    replicas = [await replica(), await replica()];
  });

  afterAll(async () => {
    for (const each of replicas ?? []) await each.kill();
    await redis?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  beforeEach(() => {
    relays = [];
    chats = [];
  });

  afterEach(async () => {
    for (const chat of chats) chat.close();
    for (const relay of relays) await relay.stop();
  });

  /** Somebody whose line leads to the first or the second replica. */
  async function person(at: 0 | 1, storage?: OutboxStorage): Promise<Person & { relay: Relay }> {
    const relay = await startRelay(replicas[at].socketUrl);
    relays.push(relay);
    const options = storage === undefined ? { url: relay.url } : { url: relay.url, storage };
    const arrived = await newcomer(replicas[at].apiUrl, options);
    chats.push(arrived.chat);
    arrived.chat.connect();
    await untilOnline(arrived.chat);
    return { ...arrived, relay };
  }

  const texts = (chat: Chat, room: string) => (chat.state.rooms.get(room)?.messages ?? []).map(({ text }) => text);
  const untilTexts = (chat: Chat, room: string, expected: readonly string[]) =>
    until(chat, () => texts(chat, room).length >= expected.length);

  it("lets two people talk, each seeing each message once and in the same order", async () => {
    const [ada, bob] = [await person(0), await person(1)];
    expect(ada.chat.state.connection.replica).not.toBe(bob.chat.state.connection.replica);
    await Promise.all([ada.chat.join("talk"), bob.chat.join("talk")]);
    const lines = Array.from({ length: 8 }, (_, index) => index);
    const logged = await Promise.all(
      lines.flatMap(line => [ada.chat.send("talk", `ada ${line}`), bob.chat.send("talk", `bob ${line}`)]),
    );
    const inOrder = logged.toSorted((a, b) => a.seq - b.seq).map(({ text }) => text);
    for (const { chat, told } of [ada, bob]) {
      await untilTexts(chat, "talk", inOrder);
      expect(told("talk")).toEqual(inOrder);
      expect(chat.state.rooms.get("talk")).toMatchObject({ pending: [], resyncs: 0 });
      await until(chat, ({ rooms }) => rooms.get("talk")?.onlineCount === 2);
    }
    expect(inOrder.filter(text => text.startsWith("ada"))).toEqual(lines.map(line => `ada ${line}`));
  });

  it("opens a direct room on both sides", async () => {
    const [ada, bob] = [await person(0), await person(1)];
    const { id } = await ada.chat.openDirect({ name: bob.name });
    await ada.chat.send(id, "psst");
    await untilTexts(bob.chat, id, ["psst"]);
    expect(bob.told(id)).toEqual(["psst"]);
    expect(bob.chat.state.rooms.get(id)?.kind).toBe("direct");
  });

  it("gets what was said while the line was cut, on the other replica", async () => {
    const [ada, bob] = [await person(0), await person(1)];
    await Promise.all([ada.chat.join("cut"), bob.chat.join("cut")]);
    await ada.chat.send("cut", "before");
    await untilTexts(bob.chat, "cut", ["before"]);
    bob.relay.target = replicas[0].socketUrl;
    bob.relay.cut();
    await ada.chat.send("cut", "meanwhile");
    await until(bob.chat, state => state.connection.replica === ada.chat.state.connection.replica);
    await untilTexts(bob.chat, "cut", ["before", "meanwhile"]);
    expect(bob.told("cut")).toEqual(["before", "meanwhile"]);
    expect(bob.relay.opened).toBeGreaterThan(1);
    expect(bob.chat.state.rooms.get("cut")?.resyncs).toBe(0);
  });

  it("finds messages whose broadcast was lost in the log", async () => {
    const [ada, bob] = [await person(0), await person(1)];
    await Promise.all([ada.chat.join("lossy"), bob.chat.join("lossy")]);
    await ada.chat.send("lossy", "heard");
    await untilTexts(bob.chat, "lossy", ["heard"]);
    await loseSubscribers(redis.port);
    await ada.chat.send("lossy", "lost");
    await untilTexts(bob.chat, "lossy", ["heard", "lost"]);
    expect(bob.told("lossy")).toEqual(["heard", "lost"]);
  });

  it("sends once what was written while a replica was killed, in order", async () => {
    const [ada, bob] = [await person(0), await person(1)];
    await Promise.all([ada.chat.join("kill"), bob.chat.join("kill")]);
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    const sent = lines.map(line => ada.chat.send("kill", line));
    ada.relay.target = replicas[1].socketUrl;
    await replicas[0].kill();
    await Promise.all(sent);
    await untilTexts(bob.chat, "kill", lines);
    expect(bob.told("kill")).toEqual(lines);
    await untilTexts(ada.chat, "kill", lines);
    expect(ada.told("kill")).toEqual(lines);
    await replicas[0].start();
  });

  it("sends after a reload what was unsent before it, and sends nothing twice", async () => {
    const storage = new MemoryStorage();
    const ada = await person(0, storage);
    const bob = await person(1);
    await Promise.all([ada.chat.join("reload"), bob.chat.join("reload")]);
    const unsent = ["one", "two"].map(text => ada.chat.send("reload", text));
    ada.chat.close();
    expect((await Promise.allSettled(unsent)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const again = chatOf({ url: ada.relay.url, getToken: ada.getToken, storage });
    chats.push(again.chat);
    again.chat.connect();
    await untilTexts(bob.chat, "reload", ["one", "two"]);
    await until(again.chat, () => storage.items.size === 0);
    await bob.chat.send("reload", "three");
    await untilTexts(bob.chat, "reload", ["one", "two", "three"]);
    expect(bob.told("reload")).toEqual(["one", "two", "three"]);
  });

  it("ends when its token is refused and no other is to be had, after one more try", async () => {
    const relay = await startRelay(replicas[0].socketUrl);
    relays.push(relay);
    const { chat } = chatOf({ url: relay.url, getToken: async () => "forged" });
    chats.push(chat);
    chat.connect();
    await until(chat, state => state.connection.phase === "ended");
    expect(chat.state.connection.error?.code).toBe("unauthenticated");
    expect(relay.opened).toBe(2);
  });
});

/** Ends every subscription at Redis: until the replicas are back, broadcasts are lost. */
function loseSubscribers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const line = dial(port, "127.0.0.1", () => line.write("CLIENT KILL TYPE pubsub\r\n"));
    line.on("error", reject);
    line.once("data", () => {
      line.end();
      resolve();
    });
  });
}
