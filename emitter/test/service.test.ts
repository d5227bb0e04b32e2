/** The service as `npm start` runs it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Redis, type Emitter as Service, startEmitter, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let secretsDir: string;
let redis: Redis;
let service: Service;
let key: string;

beforeAll(async () => {
  secretsDir = await mkdtemp(join(tmpdir(), "hubbub-secrets-"));
  redis = await startRedis({ aof: true });
  service = await startEmitter({ redisUrl: redis.url, keyPrefix: "emitter-service", secretsDir });
  key = (await readFile(join(secretsDir, "emitter"), "utf8")).trim();
});

afterAll(async () => {
  await service?.stop();
  await redis?.stop();
  if (secretsDir !== undefined) await rm(secretsDir, { recursive: true });
});

const post = async (room: string, body: object, authorization = `Bearer ${key}`) => {
  const response = await fetch(`${service.url}/v1/rooms/${room}/messages`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

describe("the emitter service", () => {
  it("announces for who has the key, and the same key of a message again gives the same receipt", async () => {
    const message = { text: "Deploy at 17:00", idempotencyKey: "deploy-42" };
    const first = await post("general", message);
    expect(first).toMatchObject({ status: 201, body: { id: "deploy-42", room: "general", seq: 1 } });
    const { id, epoch, seq } = first.body;
    expect(await post("general", message)).toMatchObject({ status: 201, body: { id, epoch, seq } });
  });

  it("refuses who has no key, and says why a message cannot be", async () => {
    expect(await post("general", { text: "Hello" }, "Bearer guess")).toMatchObject({ status: 401 });
    expect(await post("nowhere", { text: "Hello" })).toMatchObject({ status: 404 });
    expect(await post("general", { text: "x".repeat(4_001) })).toMatchObject({ status: 413 });
  });

  it("stays alive without Redis, refuses as temporary, and works again when Redis is back", async () => {
    await redis.kill();
    const refused = await post("general", { text: "Hello" });
    expect(refused).toMatchObject({ status: 503, body: { error: { code: "unavailable", temporary: true } } });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    await redis.restart();
    await service.ready();
    expect(await post("general", { text: "Hello again" })).toMatchObject({ status: 201 });
  });

  it("counts what it did", async () => {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toContain('hubbub_emitter_receipts_total{verb="announce",result="not_found"}');
    expect(metrics).toContain("hubbub_emitter_redis_up 1");
  });

  it("ends with exit code 0 after SIGTERM, with Redis there or away", async () => {
    await service.stop();
    expect(await service.exited).toEqual({ code: 0, signal: null });
    const late = await startEmitter({ redisUrl: redis.url, keyPrefix: "emitter-service", secretsDir });
    await redis.kill();
    await late.stop();
    expect(await late.exited).toEqual({ code: 0, signal: null });
  });
});
