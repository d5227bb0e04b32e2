import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Consumer, type Message, type MessagesStream, Producer } from "@platformatic/kafka";
import type { KafkaConfig } from "./settings.ts";

export type KafkaRecord = Pick<
  Message<Buffer, Buffer, Buffer, Buffer>,
  "headers" | "topic" | "partition" | "offset" | "timestamp" | "leaderEpoch" | "key" | "value"
>;

/** The first offset of a partition that is not done yet. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly leaderEpoch: number;
}

export interface DeadRecord {
  readonly record: KafkaRecord;
  readonly headers: Readonly<Record<string, string>>;
}

const waitMs = 1_000;
const closeMs = 3_000;

/**
 * One membership in the consumer group, from joining to leaving; the client rejoins by itself when the group is
 * rebalanced. After any fault it is of no more use: another begins at what was committed.
 */
export class KafkaSession {
  readonly #consumer: Consumer;
  readonly #producer: Producer;
  readonly #topics: readonly string[];
  #stream: MessagesStream<Buffer, Buffer, Buffer, Buffer> | undefined;
  #fault: Error | undefined;

  private constructor({ brokers, topics, group, sessionMs, isEncrypted, login }: KafkaConfig) {
    const cluster = {
      clientId: "hubbub-emitter",
      bootstrapBrokers: [...brokers],
      // Its tries multiply; whoever opens a session tries again anyway.
      retryDelay: 250,
      ...(isEncrypted ? { tls: {} } : {}),
      ...(login ? { sasl: login } : {}),
    };
    this.#topics = [...topics.keys()];
    this.#consumer = new Consumer({
      ...cluster,
      groupId: group,
      autocommit: false,
      sessionTimeout: sessionMs,
      heartbeatInterval: sessionMs / 10,
      maxWaitTime: waitMs,
    });
    this.#producer = new Producer({ ...cluster, acks: -1, autocreateTopics: true });
    const note = (fault: Error) => {
      this.#fault ??= fault;
    };
    this.#consumer.on("error", note);
    this.#consumer.on("consumer:heartbeat:stalled", ({ lastError }) =>
      note(lastError ?? new Error("Kafka is silent.")),
    );
    this.#producer.on("error", note);
  }

  static async open(config: KafkaConfig): Promise<KafkaSession> {
    const session = new KafkaSession(config);
    try {
      await session.#join();
      return session;
    } catch (fault) {
      await session.close();
      throw fault;
    }
  }

  async #join(): Promise<void> {
    const topics = [...this.#topics];
    this.#stream = await this.#consumer.consume({ topics, mode: "committed", fallbackMode: "earliest" });
    this.#stream.on("error", fault => {
      this.#fault ??= fault;
    });
    // To listen makes the stream fetch.
    this.#stream.on("readable", () => {});
  }

  /** What has come of all partitions, in the order of each; nothing after a second. */
  async take(most: number, signal: AbortSignal): Promise<KafkaRecord[]> {
    const records = this.#come(most);
    if (records.length > 0 || this.#stream === undefined) return records;
    const enough = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
    // That the stream failed, the next look at it says.
    await once(this.#stream, "readable", { signal: enough }).catch(() => {});
    return this.#come(most);
  }

  async commit(places: readonly Place[]): Promise<void> {
    if (places.length > 0) await this.#consumer.commit({ offsets: [...places] });
  }

  /** Resolves when the topic of dead letters has them. */
  async bury(topic: string, dead: readonly DeadRecord[]): Promise<void> {
    const messages = dead.map(({ record: { key, value }, headers }) => ({
      topic,
      ...(key ? { key } : {}),
      ...(value ? { value } : {}),
      headers: new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
    }));
    if (messages.length > 0) await this.#producer.send({ messages });
  }

  /** How many records of a topic are not committed, of the partitions that this process has. */
  async lag(): Promise<ReadonlyMap<string, number>> {
    const lags = await this.#consumer.getLag({ topics: [...this.#topics] });
    return new Map([...lags].map(([topic, partitions]) => [topic, partitions.reduce(add, 0)]));
  }

  /** Leaves the group; a Kafka that is away notices by itself. */
  async close(): Promise<void> {
    const left = new AbortController();
    const closing = [this.#consumer.close(true), this.#producer.close()];
    await Promise.race([Promise.allSettled(closing), setTimeout(closeMs, undefined, left)]);
    left.abort();
  }

  #come(most: number): KafkaRecord[] {
    const records: KafkaRecord[] = [];
    while (records.length < most) {
      const record: KafkaRecord | null | undefined = this.#stream?.read();
      if (!record) break;
      records.push(record);
    }
    if (records.length === 0 && this.#fault) throw this.#fault;
    if (records.length === 0 && this.#stream?.destroyed) throw new Error("The stream of Kafka ended.");
    return records;
  }
}

/** Partitions of others count as -1. */
const add = (sum: number, lag: bigint): number => sum + Math.max(0, Number(lag));
