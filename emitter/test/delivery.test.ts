/** What people on real replicas see of a job. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { directRoomId, type Session, systemUser } from "@hubbub/protocol";
import { type Replica, startRedis, startRedisCluster, startReplica } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connectEmitter, type Emitter } from "../src/index.ts";
import { hubbubEmit } from "./command.ts";
import { Device, signUp } from "./device.ts";

const worlds = [
  ["classic", "one Redis", () => startRedis()],
  ["sharded", "one Redis", () => startRedis()],
  ["sharded", "a Redis Cluster", startRedisCluster],
] as const;

describe.each(worlds)("over replicas with the %s adapter and %s", (ADAPTER, where, start) => {
  const keyPrefix = `emitter-delivery-${ADAPTER}-${where.length}`;
  let secretsDir: string;
  let redis: { readonly url: string; stop(): Promise<void> };
  let replicas: Replica[] = [];
  let emitter: Emitter;
  let ada: Session;
  let bob: Session;
  const devices: Device[] = [];

  const replica = (index: number): Replica => {
    const found = replicas[index];
    if (found === undefined) throw new Error(`There is no replica ${index}.`);
    return found;
  };

  async function connect(session: Session, index: number) {
    const device = await Device.connect(replica(index).socketUrl, session.token);
    devices.push(device);
    // An answer says that the sharded adapter's subscriptions are effective, too: until then a position tells what was missed.
    await device.ask("rooms:recover", { positions: {} });
    return device;
  }

  beforeAll(async () => {
    secretsDir = await mkdtemp(join(tmpdir(), "hubbub-secrets-"));
    redis = await start();
    const options = { redisUrl: redis.url, keyPrefix, secretsDir, env: { ADAPTER } };
    replicas = [await startReplica(options), await startReplica(options)];
    emitter = connectEmitter({ redisUrl: redis.url, keyPrefix, name: "Nightly", adapter: ADAPTER });
    ada = await signUp(replica(0).apiUrl, "Ada");
    bob = await signUp(replica(1).apiUrl, "Bob");
  });

  afterEach(() => {
    for (const device of devices.splice(0)) device.close();
  });

  afterAll(async () => {
    await emitter?.close();
    await Promise.all(replicas.map(each => each.stop()));
    await redis?.stop();
    if (secretsDir !== undefined) await rm(secretsDir, { recursive: true });
  });

  describe("announce", () => {
    it("reaches people on two replicas, at the place that the receipt names", async () => {
      const there = [await connect(ada, 0), await connect(bob, 1)];
      const receipt = await emitter.announce("general", "Deploy at 17:00");
      for (const device of there) {
        expect(await device.hearsMessage(receipt.id)).toMatchObject({
          room: "general",
          epoch: receipt.epoch,
          message: { seq: receipt.seq, text: "Deploy at 17:00", user: { id: systemUser.id, name: "Nightly" } },
        });
      }
    });

    it("is one message in the log when the same key comes twice, with one receipt", async () => {
      const options = { idempotencyKey: "report-7" };
      const first = await emitter.announce("general", "Report", options);
      const second = await emitter.announce("general", "Report", options);
      expect(second).toEqual(first);
      const device = await connect(ada, 0);
      const history = await device.ask("room:history", { room: "general", before: first.seq + 100, limit: 50 });
      if (!history.ok) throw new Error(history.error.message);
      expect(history.messages.filter(each => each.clientMessageId === "report-7")).toHaveLength(1);
    });
  });

  describe("message", () => {
    it("reaches both devices of a person who never saw the direct room before", async () => {
      const carol = await signUp(replica(0).apiUrl, "Carol");
      const there = [await connect(carol, 0), await connect(carol, 1)];
      const receipt = await emitter.message({ name: "carol" }, "Your export is ready");
      expect(receipt.room).toBe(directRoomId(systemUser.id, carol.user.id));
      for (const device of there) {
        const heard = await device.hearsMessage(receipt.id);
        expect(heard).toMatchObject({ room: receipt.room, message: { seq: receipt.seq } });
      }
    });

    it("waits in the log for a person who is away, who finds it by position", async () => {
      const dan = await signUp(replica(0).apiUrl, "Dan");
      const first = await emitter.message(dan.user.id, "One");
      const second = await emitter.message(dan.user.id, "Two");
      const device = await connect(dan, 1);
      const room = device.welcome.rooms.find(each => each.id === first.room);
      expect(room).toMatchObject({ kind: "direct", position: { epoch: second.epoch, seq: second.seq } });
      const positions = { [first.room]: { epoch: first.epoch, seq: first.seq } };
      const answer = await device.ask("rooms:recover", { positions });
      if (!answer.ok) throw new Error(answer.error.message);
      expect(answer.rooms[first.room]).toMatchObject({ recovered: true, messages: [{ seq: second.seq, text: "Two" }] });
    });
  });

  describe("notify", () => {
    it("is shown to those it is for, and kept nowhere", async () => {
      const [hers, his] = [await connect(ada, 0), await connect(bob, 1)];
      const position = (device: typeof hers) => device.welcome.rooms.find(each => each.id === "general")?.position;
      const toAda = await emitter.notify({ user: { name: "Ada" } }, { text: "Only for Ada" });
      const toAll = await emitter.notify("everyone", { kind: "warning", title: "Works", text: "Back at five" });
      // A sharded replica without a connection of Ada does not listen for her.
      expect([toAda.receivers, toAll.receivers]).toEqual([ADAPTER === "sharded" ? 1 : 2, 2]);
      const warning = { kind: "warning", title: "Works", text: "Back at five" };
      for (const device of [hers, his]) {
        expect(await device.hears("notice", each => each.kind === "warning")).toMatchObject(warning);
      }
      expect(await hers.hears("notice", each => each.text === "Only for Ada")).toMatchObject({ title: "Nightly" });
      expect(his.all("notice")).toHaveLength(1);
      expect(position(await connect(ada, 1))).toEqual(position(hers));
    });

    it("reaches a room, once per device", async () => {
      const device = await connect(ada, 1);
      await emitter.notify({ room: "general" }, { text: "In general" });
      await emitter.notify("everyone", { text: "Last" });
      await device.hears("notice", each => each.text === "Last");
      expect(device.all("notice").map(each => each.text)).toEqual(["In general", "Last"]);
    });
  });

  describe("a refusal", () => {
    it("names an unknown room and an unknown person", async () => {
      const unknown = { code: "not_found", temporary: false };
      await expect(emitter.announce("nowhere", "Hello")).rejects.toMatchObject(unknown);
      await expect(emitter.message({ name: "Nobody" }, "Hello")).rejects.toMatchObject(unknown);
      await expect(emitter.notify({ room: "nowhere" }, { text: "Hello" })).rejects.toMatchObject(unknown);
    });
  });

  describe("hubbub-emit", () => {
    it("announces what comes from standard input, and both replicas show it", async () => {
      const there = [await connect(ada, 0), await connect(bob, 1)];
      const { code, out } = await hubbubEmit(["announce", "general", "-", "--json", "--idempotency-key", "stdin-1"], {
        env: { REDIS_URL: redis.url, KEY_PREFIX: keyPrefix, ADAPTER },
        stdin: "first line\nsecond line\n",
      });
      expect(code).toBe(0);
      const receipt = JSON.parse(out);
      for (const device of there) {
        const { message } = await device.hearsMessage("stdin-1");
        expect(message).toMatchObject({ seq: receipt.seq, text: "first line\nsecond line" });
      }
    });
  });
});
