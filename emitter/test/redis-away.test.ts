/** Redis comes and goes; no call hangs, none fails silently, and no key is left behind. */
import { freePort, type Redis, startRedis } from "@hubbub/stack";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectEmitter, type Emitter } from "../src/index.ts";
import { hubbubEmit } from "./command.ts";

const keyPrefix = "emitter-away";
let redis: Redis;
let emitter: Emitter;

beforeEach(async () => {
  redis = await startRedis({ aof: true });
  emitter = connectEmitter({ redisUrl: redis.url, keyPrefix });
});

afterEach(async () => {
  await emitter.close();
  await redis.stop();
});

/** How a call ended, and whether it kept the promise of 5 seconds. */
async function ending(call: () => Promise<unknown>) {
  const start = performance.now();
  const result = await call().catch(error => ({ code: error.code, temporary: error.temporary }));
  return { result, soon: performance.now() - start < 5_000 };
}

const unavailable = { result: { code: "unavailable", temporary: true }, soon: true };

describe("while Redis is away", () => {
  it("refuses every call as unavailable within 5 seconds", async () => {
    await emitter.announce("general", "Before");
    await redis.kill();
    const endings = await Promise.all([
      ending(() => emitter.announce("general", "Hello")),
      ending(() => emitter.message({ name: "Ada" }, "Hello")),
      ending(() => emitter.notify("everyone", { text: "Hello" })),
      ending(() => emitter.disconnect({ name: "Ada" })),
      ending(() => emitter.join({ name: "Ada" }, "general")),
      ending(() => emitter.leave({ name: "Ada" }, "den")),
      ending(() => emitter.presence({ room: "general" })),
      ending(() => emitter.history("general")),
    ]);
    expect(endings).toEqual(endings.map(() => unavailable));
    await expect.poll(() => emitter.isReady()).toBe(false);
  });

  it("refuses a call to a Redis that is silent", async () => {
    await emitter.announce("general", "Before");
    redis.pause();
    const signal = AbortSignal.timeout(100);
    const calls = ["a", "b"].map(text => ({ verb: "announce", room: "general", text }) as const);
    expect(await ending(() => emitter.announce("general", "Hello"))).toEqual(unavailable);
    expect(await ending(() => emitter.announce("general", "Hello", { deadlineMs: 100 }))).toEqual(unavailable);
    expect(await ending(() => emitter.announce("general", "Hello", { signal }))).toEqual(unavailable);
    for await (const outcome of emitter.batch(calls)) {
      expect(outcome).toMatchObject({ ok: false, error: { code: "unavailable", temporary: true } });
    }
    redis.resume();
  });

  it("lets the command line end with exit code 4 when Redis is silent", async () => {
    redis.pause();
    const { result, soon } = await ending(() => hubbubEmit(["announce", "general", "Hello", "--redis-url", redis.url]));
    redis.resume();
    expect(result).toMatchObject({ code: 4, out: "" });
    expect(soon).toBe(true);
  });

  it("lets a call wait for Redis to come back, and a retry under the same key is one message", async () => {
    const options = { idempotencyKey: "once" };
    const before = await emitter.announce("general", "Hello", options);
    await redis.kill();
    await expect.poll(() => emitter.isReady()).toBe(false);
    const during = emitter.announce("general", "Hello", options);
    await redis.restart();
    expect(await during).toEqual(before);
  });

  it("lets the command line end with exit code 4 and one sentence", async () => {
    const port = await freePort();
    const args = ["announce", "general", "Hello", "--redis-url", `redis://:secret@127.0.0.1:${port}`];
    const { result, soon } = await ending(() => hubbubEmit(args));
    expect(result).toMatchObject({ code: 4, out: "" });
    expect(result).toMatchObject({ err: expect.stringMatching(/^hubbub-emit: Redis .*\n$/) });
    expect(soon).toBe(true);
  });
});

describe("a short-lived job", () => {
  it("announces, notifies and ends by itself, with nothing open", async () => {
    const announced = await hubbubEmit([
      "announce",
      "general",
      "Hello",
      "--redis-url",
      redis.url,
      "--key-prefix",
      keyPrefix,
    ]);
    expect(announced).toEqual({ code: 0, out: "Announced in general, message 1.\n", err: "" });
    const notified = await hubbubEmit([
      "notify",
      "everyone",
      "Hello",
      "--redis-url",
      redis.url,
      "--key-prefix",
      keyPrefix,
    ]);
    expect(notified.out).toBe("Nobody can have seen it: no replica is running.\n");
  });

  it("is told of an unknown room by exit code 3, and of wrong settings by a sentence", async () => {
    const common = ["--redis-url", redis.url, "--key-prefix", keyPrefix];
    expect(await hubbubEmit(["announce", "nowhere", "Hello", ...common])).toMatchObject({ code: 3 });
    const wrong = await hubbubEmit(["announce", "general", "Hello", "--redis-url", "nonsense"]);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("REDIS_URL") });
  });

  it("is refused after close", async () => {
    await emitter.announce("general", "Hello");
    await emitter.close();
    await expect(emitter.announce("general", "Hello")).rejects.toMatchObject({ code: "unavailable" });
  });
});
