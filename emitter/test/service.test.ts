/** The service as `npm start` runs it. */
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Redis, type Emitter as Service, startEmitter, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readConfig } from "../src/config.ts";
import { openKeyRing } from "../src/service/keys/open.ts";
import { type Asked, ask } from "./http-service.ts";

const keyPrefix = "emitter-service";
let secretsDir: string;
let redis: Redis;
let service: Service;
let key: string;

beforeAll(async () => {
  secretsDir = await mkdtemp(join(tmpdir(), "hubbub-secrets-"));
  redis = await startRedis({ aof: true });
  service = await startEmitter({ redisUrl: redis.url, keyPrefix, secretsDir });
  key = (await readFile(join(secretsDir, "emitter"), "utf8")).trim();
});

afterAll(async () => {
  await service?.stop();
  await redis?.stop();
  if (secretsDir !== undefined) await rm(secretsDir, { recursive: true });
});

const post = (room: string, body: object, asked: Asked = {}) =>
  ask(service.url, `/v1/rooms/${room}/messages`, { method: "POST", body, key, ...asked });

describe("the emitter service", () => {
  it("announces for who has the key, and the same key of a message again gives the same receipt", async () => {
    const first = await post("general", { text: "Deploy at 17:00", idempotencyKey: "deploy-42" });
    expect(first).toMatchObject({ status: 201, body: { id: "deploy-42", room: "general", seq: 1 } });
    const again = await post("general", { text: "Deploy at 17:00" }, { headers: { "Idempotency-Key": "deploy-42" } });
    const { id, epoch, seq } = first.body;
    expect(again).toMatchObject({ status: 201, body: { id, epoch, seq } });
    const { body } = await ask(service.url, "/v1/rooms/general/messages", { key });
    expect(body).toMatchObject({ messages: [{ seq: 1, text: "Deploy at 17:00" }], more: false });
  });

  it("refuses who has no key, and says why a call cannot be", async () => {
    expect(await post("general", { text: "Hello" }, { key: "guess" })).toMatchObject({ status: 401 });
    expect(await post("nowhere", { text: "Hello" })).toMatchObject({ status: 404 });
    expect(await post("general", { text: "x".repeat(4_001) })).toMatchObject({ status: 413 });
    expect(await ask(service.url, "/v1/users/@nobody/presence", { key })).toMatchObject({ status: 404 });
    const join = await ask(service.url, "/v1/rooms/general/members/@nobody", { method: "PUT", key });
    expect(join).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it("knows a key from when it is made until it is revoked, without a restart", async () => {
    const { ring, close } = openKeyRing({ store: readConfig({ REDIS_URL: redis.url, KEY_PREFIX: keyPrefix }).store });
    const text = await ring.create({ name: "reports", rooms: ["general"], verbs: ["announce"] });
    expect((await post("general", { text: "Hello" }, { key: text })).status).toBe(201);
    expect((await post("reports", { text: "Hello" }, { key: text })).status).toBe(403);
    await ring.revoke("reports");
    expect((await post("general", { text: "Hello" }, { key: text })).status).toBe(401);
    await close();
  });

  it("knows the key that its file holds now", async () => {
    await writeFile(join(secretsDir, "emitter"), "another\n");
    await vi.waitUntil(async () => (await post("general", { text: "Hello" })).status === 401, { timeout: 30_000 });
    key = "another";
    expect((await post("general", { text: "Hello" })).status).toBe(201);
  });

  it("stays alive without Redis, refuses as temporary, and works again when Redis is back", async () => {
    await redis.kill();
    const refused = await post("general", { text: "Hello" });
    expect(refused).toMatchObject({ status: 503, body: { error: { code: "unavailable", temporary: true } } });
    expect(refused.headers.get("retry-after")).toBe("1");
    expect((await ask(service.url, "/readyz", { key: null })).status).toBe(503);
    expect((await ask(service.url, "/healthz", { key: null })).status).toBe(200);
    await redis.restart();
    await service.ready();
    expect(await post("general", { text: "Hello again" })).toMatchObject({ status: 201 });
  });

  it("counts what it did", async () => {
    const { text } = await ask(service.url, "/metrics", { key: null });
    expect(text).toContain('hubbub_emitter_receipts_total{verb="announce",result="not_found"}');
    expect(text).toContain("hubbub_emitter_redis_up 1");
    expect(text).toMatch(/hubbub_emitter_redis_command_seconds_count\{command="appendMessage"\} [1-9]/);
    expect(text).toMatch(/hubbub_emitter_redis_command_seconds_count\{command="publish"\} [1-9]/);
    expect(text).toMatch(/hubbub_emitter_redis_command_failures_total\{code="unavailable"\} [1-9]/);
    expect(text).toContain("hubbub_emitter_process_resident_memory_bytes");
  });

  it("ends an open batch cleanly after SIGTERM, and then itself with exit code 0", async () => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
    const asked = request(`${service.url}/v1/batch`, { method: "POST", headers });
    asked.on("error", () => {});
    asked.write(`${JSON.stringify({ verb: "announce", room: "general", text: "Hello" })}\n`);
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    const lines = createInterface({ input: answer })[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value ?? "null");
    expect(await next()).toMatchObject({ line: 1, ok: true });
    const stopped = service.stop();
    expect(await next()).toMatchObject({ index: 1, error: { code: "unavailable" } });
    expect(await next()).toBeNull();
    asked.end();
    await stopped;
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  it("ends with exit code 0 while Redis is away, too", async () => {
    const late = await startEmitter({ redisUrl: redis.url, keyPrefix, secretsDir });
    await redis.kill();
    await late.stop();
    expect(await late.exited).toEqual({ code: 0, signal: null });
  });
});
