/** What people on real replicas see of a job. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { directRoomId, type Session, systemUser } from "@hubbub/protocol";
import { type Replica, startRedis, startRedisCluster, startReplica, startSentinel } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Call, connectEmitter, type Emitter, type Outcome } from "../src/index.ts";
import { hubbubEmit } from "./command.ts";
import { Device, signUp } from "./device.ts";

const worlds = [
  ["classic", "the master of sentinels", startSentinel],
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
      const { receivers: _, ...first } = await emitter.announce("general", "Report", options);
      const second = await emitter.announce("general", "Report", options);
      expect(second).toMatchObject(first);
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

  describe("join and leave", () => {
    it("let a person's devices hear a private room at once, on every replica, and no more after it", async () => {
      const owner = await connect(bob, 0);
      expect(await owner.ask("room:create", { room: "den", kind: "private", title: "The den" })).toMatchObject({
        ok: true,
      });
      const hers = [await connect(ada, 0), await connect(ada, 1)];
      const joined = await emitter.join({ name: "Ada" }, "den");
      expect(joined).toMatchObject({ room: "den", user: ada.user, receivers: 2 });
      for (const device of hers) {
        expect(await device.hears("room:entered", room => room.id === "den")).toMatchObject({ title: "The den" });
      }
      const receipt = await emitter.announce("den", "Welcome");
      for (const device of hers) await device.learnsOf(receipt);
      await owner.hears(
        "presence:diff",
        ({ room, online }) => room === "den" && online.some(each => each.id === ada.user.id),
      );
      await expect(emitter.presence({ room: "den" })).resolves.toMatchObject({ room: "den", count: 2 });

      await emitter.leave(ada.user.id, "den");
      for (const device of hers) expect(await device.hears("room:exited")).toEqual({ room: "den", reason: "left" });
      const secret = await emitter.announce("den", "Among us");
      await owner.hearsMessage(secret.id);
      await emitter.notify({ user: ada.user.id }, { text: "Later" });
      for (const device of hers) {
        await device.hears("notice", notice => notice.text === "Later");
        const heard = device.all("message:batch").flatMap(batch => batch.messages);
        expect(heard.some(each => each.clientMessageId === secret.id)).toBe(false);
        expect(await device.ask("room:history", { room: "den", before: 9, limit: 9 })).toMatchObject({ ok: false });
      }
    });

    it("keep who is banned out, and the owner of a private room in", async () => {
      const owner = await connect(bob, 0);
      await owner.ask("room:create", { room: "vault", kind: "private" });
      await owner.ask("room:ban", { room: "vault", user: ada.user.id, banned: true });
      const forbidden = { code: "forbidden", temporary: false };
      await expect(emitter.join(ada.user.id, "vault")).rejects.toMatchObject(forbidden);
      await owner.ask("room:ban", { room: "vault", user: ada.user.id, banned: false });
      await emitter.join(ada.user.id, "vault");
      await expect(emitter.leave({ name: "Bob" }, "vault")).rejects.toMatchObject(forbidden);
    });
  });

  describe("disconnect", () => {
    it("says why to every device of a person and closes it; the same token comes back", async () => {
      const hers = [await connect(ada, 0), await connect(ada, 1)];
      const his = await connect(bob, 0);
      await expect(emitter.disconnect({ name: "Ada" })).resolves.toMatchObject({ receivers: 2 });
      for (const device of hers) {
        expect(await device.hears("session:end")).toEqual({ code: "unauthenticated", temporary: true });
        await device.closed();
      }
      expect(await his.ask("activity:set", { idle: false })).toMatchObject({ ok: true });
      expect((await connect(ada, 0)).welcome.user).toEqual(ada.user);
    });
  });

  it("says how people are and what was said", async () => {
    const eve = await signUp(replica(0).apiUrl, "Eve");
    await expect(emitter.presence({ user: { name: "eve" } })).resolves.toEqual({ user: eve.user, state: "offline" });
    await connect(eve, 1);
    await expect(emitter.presence({ user: eve.user.id })).resolves.toEqual({ user: eve.user, state: "online" });
    const { epoch: _, ...said } = await emitter.message(eve.user.id, "One");
    const page = await emitter.history(said.room, { limit: 1 });
    expect(page).toMatchObject({ messages: [{ seq: said.seq, text: "One", clientMessageId: said.id }], more: false });
  });

  it("does all calls of a batch in their order, those that cannot be done aside", async () => {
    const device = await connect(ada, 1);
    const calls: Call[] = Array.from({ length: 300 }, (_, index) => ({
      verb: "announce",
      room: index === 150 ? "nowhere" : "general",
      text: `line ${index}`,
      idempotencyKey: `batch-${index}`,
    }));
    const outcomes: Outcome[] = [];
    for await (const outcome of emitter.batch(calls)) outcomes.push(outcome);
    expect(outcomes.map(({ index }) => index)).toEqual(calls.map((_, index) => index));
    expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([{ index: 150, error: { code: "not_found" } }]);
    const seqs = outcomes.flatMap(outcome => (outcome.ok && "seq" in outcome.receipt ? [outcome.receipt.seq] : []));
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
    await device.hearsMessage("batch-299");
  });

  it("refuses an unknown room and an unknown person", async () => {
    const unknown = { code: "not_found", temporary: false };
    await expect(emitter.announce("nowhere", "Hello")).rejects.toMatchObject(unknown);
    await expect(emitter.message({ name: "Nobody" }, "Hello")).rejects.toMatchObject(unknown);
    await expect(emitter.notify({ room: "nowhere" }, { text: "Hello" })).rejects.toMatchObject(unknown);
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
