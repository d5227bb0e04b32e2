import { createHash } from "node:crypto";
import { type KafkaRecord, KafkaSession, type Place } from "./kafka-session.ts";
import type { KafkaConfig } from "./settings.ts";
import type { Delivery, Ended, Source } from "./source.ts";
import { callOf, type TopicRule } from "./topics.ts";

export interface RecordDelivery extends Delivery {
  readonly record: KafkaRecord;
}

const most = 256;

/** Calls from topics of Kafka. An offset is committed when all up to it have their receipts or are dead letters. */
export class KafkaSource implements Source<RecordDelivery> {
  readonly name = "kafka";
  readonly #config: KafkaConfig;
  #session: KafkaSession | undefined;
  #taken: readonly RecordDelivery[] = [];

  constructor(config: KafkaConfig) {
    this.#config = config;
  }

  take(signal: AbortSignal): Promise<readonly RecordDelivery[]> {
    return this.#within(async session => {
      const records = await session.take(most, signal);
      this.#taken = records.map(record => toDelivery(record, this.#config.topics.get(record.topic)));
      return this.#taken;
    });
  }

  settle(ended: readonly Ended<RecordDelivery>[]): Promise<void> {
    const dead = ended.flatMap(({ delivery: { record }, failure }) => {
      if (failure === undefined) return [];
      const { topic, partition, offset } = record;
      const headers = {
        code: failure.code,
        reason: failure.message,
        topic,
        partition: `${partition}`,
        offset: `${offset}`,
      };
      return { record, headers };
    });
    return this.#within(async session => {
      await session.bury(this.#config.deadLetters, dead);
      await session.commit(committable(this.#taken, ended));
    });
  }

  lag(): Promise<ReadonlyMap<string, number>> {
    return this.#within(session => session.lag());
  }

  async close(): Promise<void> {
    await this.#session?.close();
    this.#session = undefined;
  }

  /** A session that failed is over, and what it did not commit comes again in the next. */
  async #within<Value>(work: (session: KafkaSession) => Promise<Value>): Promise<Value> {
    try {
      this.#session ??= await KafkaSession.open(this.#config);
      return await work(this.#session);
    } catch (fault) {
      await this.close();
      throw innermost(fault);
    }
  }
}

/** The client's errors hold those of each of its tries, many times over. */
function innermost(fault: unknown): unknown {
  return fault instanceof AggregateError && fault.errors.length > 0 ? innermost(fault.errors[0]) : fault;
}

/** Per partition, what comes after the last of those that ended before the first that did not. */
export function committable(
  taken: readonly RecordDelivery[],
  ended: readonly Ended<RecordDelivery>[],
): readonly Place[] {
  const done = new Set(ended.map(({ delivery }) => delivery));
  const places = new Map<string, Place>();
  const open = new Set<string>();
  for (const delivery of taken) {
    const { topic, partition, offset, leaderEpoch } = delivery.record;
    const id = `${topic}/${partition}`;
    if (!done.has(delivery)) open.add(id);
    else if (!open.has(id)) places.set(id, { topic, partition, offset: offset + 1n, leaderEpoch });
  }
  return [...places.values()];
}

export function toDelivery(record: KafkaRecord, rule: TopicRule = { verb: "call" }): RecordDelivery {
  const { topic, partition, offset } = record;
  const place = `${topic}/${partition}/${offset}`;
  const key = record.key?.toString("utf8");
  return {
    record,
    place,
    // Records without a key have the order of their partition.
    lane: key === undefined ? `${topic}/${partition}` : `${topic} ${key}`,
    key: idempotencyKey(record, place),
    deliveries: 1,
    trace: traceOf(record),
    read: () => callOf(rule, key, record.value?.toString("utf8") ?? ""),
  };
}

/** Of a header Kafka says only that it is bytes, or nothing. */
function traceOf({ headers }: { readonly headers: ReadonlyMap<Buffer | null, Buffer | null> }): Delivery["trace"] {
  const texts = [...headers].map(([name, value]) => [`${name}`, `${value}`]);
  const { traceparent, tracestate }: Record<string, string> = Object.fromEntries(texts);
  return { ...(traceparent && { traceparent }), ...(tracestate && { tracestate }) };
}

/** At most 64 characters. A topic that is deleted and made anew counts from 0 again: its records differ by their time. */
function idempotencyKey({ timestamp }: KafkaRecord, place: string): string {
  const plain = `kafka:${place}@${timestamp}`;
  return plain.length <= 64 ? plain : `kafka:${createHash("sha256").update(plain).digest("base64url")}`;
}
