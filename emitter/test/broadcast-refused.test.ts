/** A Redis that keeps the log and refuses to pass anything on. */
import { type Redis, startRedis } from "@hubbub/stack";
import { connectRedis } from "@hubbub/store";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { connectEmitter, type Emitter } from "../src/index.ts";

const onBroadcastFailure = vi.fn();
let redis: Redis;
let emitter: Emitter;

beforeAll(async () => {
  redis = await startRedis();
  const admin = connectRedis({ REDIS_URL: redis.url });
  await admin.whenReady();
  await admin.run(commands =>
    commands.call("ACL", "SETUSER", "mute", "on", ">secret", "~*", "&*", "+@all", "-publish"),
  );
  await admin.close();
});

beforeEach(() => {
  onBroadcastFailure.mockReset();
  emitter = connectEmitter({
    redisUrl: `redis://mute:secret@127.0.0.1:${redis.port}`,
    keyPrefix: "emitter-mute",
    onBroadcastFailure,
  });
});

afterEach(() => emitter.close());
afterAll(() => redis.stop());

it("gives the receipt of a message that the log has, and reports its broadcast", async () => {
  await expect(emitter.announce("general", "Hello")).resolves.toMatchObject({ room: "general", seq: 1 });
  await emitter.close();
  expect(onBroadcastFailure).toHaveBeenCalledOnce();
});

it("rejects a notice, which nobody else keeps", async () => {
  await expect(emitter.notify("everyone", { text: "Hello" })).rejects.toMatchObject({ name: "HubbubError" });
  expect(onBroadcastFailure).not.toHaveBeenCalled();
});
