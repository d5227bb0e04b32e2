/** Jobs from the Redis stream: a crash at the worst moment, nonsense, and Redis going away. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Redis, startEmitter, startRedis } from "@hubbub/stack";
import { connectRedis, Keys, type RedisLink, readSettings, storeSettings } from "@hubbub/store";
import { pino } from "pino";
import { Registry } from "prom-client";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { CallLog } from "../src/call-log.ts";
import { readConfig } from "../src/config.ts";
import { openEmitter } from "../src/connect.ts";
import type { Call, Emitter } from "../src/index.ts";
import { JobSource } from "../src/sources/job-source.ts";
import { readSources } from "../src/sources/settings.ts";
import { startSources } from "../src/sources/sources.ts";

let redis: Redis;
let producer: RedisLink;
let emitter: Emitter;
let env: Record<string, string>;
let keys: Keys;
let registry: Registry;
let running: { stop(): Promise<void> }[];
let run = 0;

beforeAll(async () => {
  redis = await startRedis({ aof: true });
  producer = connectRedis({ REDIS_URL: redis.url });
  await producer.whenReady();
});

afterAll(async () => {
  await producer?.close();
  await redis?.stop();
});

beforeEach(() => {
  run += 1;
  const prefix = `jobs-${run}`;
  env = { REDIS_URL: redis.url, KEY_PREFIX: prefix, JOB_STREAM: "on", JOB_CLAIM_MS: "100" };
  keys = new Keys(prefix);
  emitter = openEmitter(readConfig(env));
  registry = new Registry();
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map(each => each.stop()));
  await emitter.close();
});

const store = () => readSettings(storeSettings, env);
const logger = pino({ level: "silent" });
const calls = new CallLog(logger);

async function start() {
  const sources = await startSources({ config: readSources(env), store: store(), emitter, calls, registry, logger });
  running.push(sources);
  return sources;
}

const add = (call: Call | string) =>
  producer.run(commands =>
    commands.xadd(keys.jobs, "*", "call", typeof call === "string" ? call : JSON.stringify(call)),
  );

const said = async () => (await emitter.history("general", { limit: 200 })).messages.map(({ text }) => text);
const patient = { timeout: 15_000 };
const left = () => producer.run(commands => commands.xlen(keys.jobs));
const announce = (text: string): Call => ({ verb: "announce", room: "general", text });

describe("jobs in the Redis stream", () => {
  it("are performed in their order, whoever added them and whenever", async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `job ${index}`);
    for (const text of texts.slice(0, 20)) await add(announce(text));
    await start();
    for (const text of texts.slice(20)) await add(announce(text));
    await expect.poll(said, patient).toEqual(texts);
    await expect.poll(left, patient).toBe(0);
  });

  it("appear once when the process that took them crashes between receipt and acknowledgement", async () => {
    await add(announce("once"));
    const crashed = new JobSource(store(), { claimMs: 60_000 });
    running.push({ stop: () => crashed.close() });
    const takes = async () => (await crashed.take().catch(() => []))[0]?.key;
    const idempotencyKey = await vi.waitUntil(takes, { timeout: 15_000 });
    await emitter.announce("general", "once", { idempotencyKey });
    await start();
    await expect.poll(left, patient).toBe(0);
    await add(announce("after"));
    await expect.poll(said, patient).toEqual(["once", "after"]);
  });

  it("that fail for good go to the dead letters with the reason, and others go on", async () => {
    for (const job of ["{", JSON.stringify({ verb: "shout" }), JSON.stringify({ ...announce("x"), room: "nowhere" })])
      await add(job);
    await add(announce("good"));
    await start();
    await expect.poll(said, patient).toEqual(["good"]);
    await expect.poll(left, patient).toBe(0);
    const dead = await producer.run(commands => commands.xrange(keys.deadJobs, "-", "+"));
    expect(dead.map(([, fields]) => [fields[3], fields[5]])).toEqual([
      ["{", "invalid_payload"],
      ['{"verb":"shout"}', "invalid_payload"],
      [expect.stringContaining("nowhere"), "not_found"],
    ]);
    const lag = `hubbub_emitter_source_lag{source="jobs",topic="${keys.jobs}"} 0`;
    await expect.poll(() => registry.metrics(), patient).toContain(lag);
    const metrics = await registry.metrics();
    expect(metrics).toContain('hubbub_emitter_source_dead_letters_total{source="jobs"} 3');
    expect(metrics).toContain('hubbub_emitter_source_consumed_total{source="jobs",result="ok"} 1');
  });

  it("wait while Redis is away, and are each there once when it is back", async () => {
    await start();
    const texts = Array.from({ length: 20 }, (_, index) => `job ${index}`);
    for (const text of texts) await add(announce(text));
    await redis.kill();
    await redis.restart();
    await producer.whenReady();
    await expect.poll(left, patient).toBe(0);
    expect(await said()).toEqual(texts);
  });

  it("are each there once, in order, when the service is killed while it performs them", async () => {
    const texts = Array.from({ length: 600 }, (_, index) => `job ${index}`);
    await Promise.all(texts.map(text => add(announce(text))));
    const secretsDir = await mkdtemp(join(tmpdir(), "hubbub-jobs-"));
    onTestFinished(() => rm(secretsDir, { recursive: true }));
    const options = { redisUrl: redis.url, keyPrefix: keys.prefix, secretsDir, env };
    const killed = await startEmitter(options);
    await expect.poll(async () => (await said()).length, patient).toBeGreaterThan(0);
    await killed.kill();
    const heir = await startEmitter(options);
    onTestFinished(() => heir.stop());
    await expect.poll(left, patient).toBe(0);
    const newest = await emitter.history("general", { limit: 200 });
    expect(newest.messages.map(({ text }) => text)).toEqual(texts.slice(-200));
    expect(newest.messages.at(-1)?.seq).toBe(600);
  });
});
