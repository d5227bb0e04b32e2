/**
 * Records of Kafka become messages: against the mock of librdkafka, or against the brokers in KAFKA_TEST_BROKERS as
 * `npm run test:kafka` names them.
 */
import { randomUUID } from "node:crypto";
import { hasKafkaMock, type KafkaMock, type Redis, startKafkaMock, startRedis } from "@hubbub/stack";
import { readSettings, storeSettings } from "@hubbub/store";
import { Consumer, type Message, Producer, stringDeserializers, stringSerializers } from "@platformatic/kafka";
import { pino } from "pino";
import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CallLog } from "../src/call-log.ts";
import { readConfig } from "../src/config.ts";
import { openEmitter } from "../src/connect.ts";
import type { Call, Emitter } from "../src/index.ts";
import { toDelivery } from "../src/sources/kafka-source.ts";
import { readSources } from "../src/sources/settings.ts";
import { startSources } from "../src/sources/sources.ts";

const { KAFKA_TEST_BROKERS } = process.env;
const run = randomUUID().slice(0, 8);
const topics = { jobs: `jobs-${run}`, deploys: `deploys-${run}`, dead: `dead-${run}` };
const registry = new Registry();

let redis: Redis;
let mock: KafkaMock | undefined;
let env: Record<string, string>;
let emitter: Emitter;
let producer: Producer<string, string, string, string>;
let sources: { stop(): Promise<void> };
type Letter = Message<string, string, string, string>;
const letters: Letter[] = [];
let reading: Promise<() => Promise<void>>;

const logger = pino({ level: "silent" });
const start = (registry: Registry) =>
  startSources({
    config: readSources(env),
    store: readSettings(storeSettings, env),
    ...{ emitter, registry, logger, calls: new CallLog(logger) },
  });

const said = async () => (await emitter.history("general", { limit: 200 })).messages.map(({ text }) => text);
const announce = (text: string): Call => ({ verb: "announce", room: "general", text });
const send = (topic: string, records: { key?: string; value: string }[]) =>
  producer.send({ messages: records.map(record => ({ topic, ...record })) });
const job = (call: Call, key?: string) => ({ value: JSON.stringify(call), ...(key === undefined ? {} : { key }) });
const patient = { timeout: 25_000 };

describe.skipIf(KAFKA_TEST_BROKERS === undefined && !hasKafkaMock())("a source in Kafka", () => {
  beforeAll(async () => {
    redis = await startRedis({ aof: true });
    mock = KAFKA_TEST_BROKERS === undefined ? await startKafkaMock() : undefined;
    const brokers = KAFKA_TEST_BROKERS ?? mock?.brokers ?? "";
    env = {
      REDIS_URL: redis.url,
      KEY_PREFIX: "kafka",
      KAFKA_BROKERS: brokers,
      KAFKA_TOPICS: `${topics.jobs},${topics.deploys}=announce:general`,
      KAFKA_GROUP: `group-${run}`,
      KAFKA_DEAD_LETTERS: topics.dead,
      KAFKA_SESSION_MS: "6000",
    };
    emitter = openEmitter(readConfig(env));
    const bootstrapBrokers = brokers.split(",");
    producer = new Producer({
      clientId: "test",
      bootstrapBrokers,
      serializers: stringSerializers,
      autocreateTopics: true,
    });
    await producer.metadata({ topics: Object.values(topics), autocreateTopics: true });
    reading = read(topics.dead, letter => letters.push(letter));
  });

  afterAll(async () => {
    await (await reading)();
    await sources?.stop();
    await producer?.close();
    await emitter?.close();
    await mock?.stop();
    await redis?.stop();
  });

  it("performs once what a process died with between receipt and commit", async () => {
    const timestamp = BigInt(Date.now());
    const sent = await producer.send({ messages: [{ topic: topics.jobs, timestamp, ...job(announce("once"), "a") }] });
    const [place] = sent.offsets ?? [];
    if (place === undefined) throw new Error("Kafka does not say where the record is.");
    const { key } = toDelivery({
      ...place,
      timestamp,
      leaderEpoch: 0,
      key: Buffer.from("a"),
      value: Buffer.from(""),
      headers: new Map(),
    });
    await emitter.announce("general", "once", { idempotencyKey: key });

    sources = await start(registry);
    await send(topics.jobs, [job(announce("after"), "a")]);
    await expect.poll(() => said(), patient).toEqual(["once", "after"]);
  });

  it("keeps the order of a key, and says a text in the room of its topic", async () => {
    const texts = Array.from({ length: 60 }, (_, index) => `${index}`);
    await send(
      topics.jobs,
      texts.map(text => job(announce(text), `key ${Number(text) % 3}`)),
    );
    await send(topics.deploys, [{ value: "Deploy at 17:00" }]);
    await expect.poll(async () => (await said()).slice(2).length, patient).toBe(61);
    const seen = (await said()).slice(2);
    expect(seen).toContain("Deploy at 17:00");
    for (const key of [0, 1, 2]) {
      const ofKey = (text: string) => Number(text) % 3 === key;
      expect(seen.filter(ofKey)).toEqual(texts.filter(ofKey));
    }
  });

  it("puts to the dead letters what fails for good, with the reason, and goes on", async () => {
    await send(topics.jobs, [
      { key: "k", value: "{" },
      job({ ...announce("x"), room: "nowhere" } as Call, "k"),
      job(announce("good"), "k"),
    ]);
    await expect.poll(async () => (await said()).at(-1), patient).toBe("good");
    await expect.poll(() => letters.length, patient).toBe(2);
    expect(letters.map(({ key, value, headers }) => [key, value, headers.get("code"), headers.get("topic")])).toEqual([
      ["k", "{", "invalid_payload", topics.jobs],
      ["k", expect.stringContaining("nowhere"), "not_found", topics.jobs],
    ]);
    const metrics = await registry.metrics();
    expect(metrics).toContain('hubbub_emitter_source_dead_letters_total{source="kafka"} 2');
    expect(metrics).toContain(`hubbub_emitter_source_lag{source="kafka",topic="${topics.jobs}"}`);
  });

  it("waits while Redis is away and skips nothing", async () => {
    const before = await said();
    await redis.kill();
    const texts = Array.from({ length: 20 }, (_, index) => `later ${index}`);
    await send(
      topics.jobs,
      texts.map(text => job(announce(text), "k")),
    );
    await expect.poll(() => registry.metrics(), patient).toMatch(/source_retries_total\{source="kafka"\} [1-9]/);
    await redis.restart();
    await expect.poll(() => said().catch(() => []), patient).toEqual([...before, ...texts]);
  });

  // The mock lets whoever joins a group wait for as long as a session lasts.
  it.skipIf(KAFKA_TEST_BROKERS === undefined)(
    "hands over to another process without losing or doubling any",
    async () => {
      const before = await said();
      const texts = Array.from({ length: 60 }, (_, index) => `handed over ${index}`);
      const half = (from: number, to: number) =>
        send(
          topics.jobs,
          texts.slice(from, to).map((text, at) => job(announce(text), `${at % 8}`)),
        );
      await half(0, 20);
      const other = await start(new Registry());
      await half(20, 40);
      await sources.stop();
      sources = other;
      await half(40, 60);
      await expect.poll(async () => (await said()).length, patient).toBe(before.length + 60);
      expect((await said()).slice(before.length).sort()).toEqual([...texts].sort());
    },
  );
});

/** Hands what comes in a topic to `each`, until the result is called. */
async function read(topic: string, each: (record: Letter) => void): Promise<() => Promise<void>> {
  const bootstrapBrokers = (env.KAFKA_BROKERS ?? "").split(",");
  const group = { groupId: `read-${run}`, autocommit: false, maxWaitTime: 500 };
  const consumer = new Consumer({ clientId: "test", bootstrapBrokers, deserializers: stringDeserializers, ...group });
  const stream = await consumer.consume({ topics: [topic], mode: "earliest" });
  stream.on("data", each);
  return () => consumer.close(true);
}
