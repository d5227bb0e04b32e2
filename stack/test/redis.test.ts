import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Redis, type RedisOptions, startRedis } from "@hubbub/stack";
import { afterEach, describe, expect, it } from "vitest";
import { isAlive } from "./alive.ts";
import { command } from "./redis-client.ts";

const started: Redis[] = [];

async function redisWith(options: RedisOptions = {}): Promise<Redis> {
  const redis = await startRedis(options);
  started.push(redis);
  return redis;
}

afterEach(async () => {
  for (const redis of started.splice(0)) await redis.stop();
});

describe("a Redis of the stack", () => {
  it("answers on its port as soon as it has started", async () => {
    const redis = await redisWith();
    expect(await command(redis.port, "PING")).toContain("+PONG");
  });

  it("leaves no process when it was stopped", async () => {
    const redis = await redisWith();
    const { pid } = redis;
    await redis.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it("keeps what was written, on the same port, when it is killed and started again", async () => {
    const redis = await redisWith({ aof: true });
    const { port, pid } = redis;
    await command(port, "SET colour green");
    await redis.kill();
    await redis.restart();
    expect(redis.port).toBe(port);
    expect(redis.pid).not.toBe(pid);
    expect(await command(port, "GET colour")).toContain("green");
  });

  it("writes its append-only file before it answers", async () => {
    const dir = await mkdtemp(join(tmpdir(), "hubbub-test-"));
    const redis = await redisWith({ dir });
    expect(await command(redis.port, "CONFIG GET appendfsync")).toContain("always");
    await redis.stop();
    await rm(dir, { recursive: true });
  });

  it("answers after a pause what it was asked during it", async () => {
    const redis = await redisWith();
    redis.pause();
    const answer = command(redis.port, "PING");
    redis.resume();
    expect(await answer).toContain("+PONG");
  });

  it("stops when it is paused", async () => {
    const redis = await redisWith();
    redis.pause();
    await redis.stop();
    expect(isAlive(redis.pid)).toBe(false);
  });

  it("names the port that is taken", async () => {
    const redis = await redisWith();
    await expect(startRedis({ port: redis.port })).rejects.toThrow(
      `Port ${redis.port}, wanted for redis, is taken by another process.`,
    );
  });

  it("tells Redis's own last words when it cannot start", async () => {
    const port = await freePort();
    await expect(startRedis({ port, dir: "/nowhere/to/be/found" })).rejects.toThrow(/No such file or directory/);
  });
});
