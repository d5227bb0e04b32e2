import { HubbubError } from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";
import type { StreamEntry } from "./scripts.ts";

/** A job as a producer added it. */
export interface Job {
  /** `<ms>-<number>`: the entry of the stream. */
  readonly id: string;
  /** The field `call` of the entry; undefined where there is none. */
  readonly call: string | undefined;
  /** The fields of those names, where the producer traces: W3C Trace Context. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
}

/** A job that is given up. */
export interface DeadJob {
  readonly job: Job;
  readonly code: string;
  readonly message: string;
}

export interface JobStreamRules {
  /** Names this reader; no two at a time have the same. */
  readonly reader: string;
  /** A job that a reader keeps for so long without a word is another's. */
  readonly claimMs: number;
  /** How many jobs are handed out at once. */
  readonly most: number;
  /** How long `take` waits for one; less than a command may take. */
  readonly blockMs: number;
}

const group = "emitters";
const deadKept = 10_000;
const forgottenMs = 24 * 60 * 60 * 1000;

/**
 * Jobs in a stream that producers XADD to, each given to one of its readers until it is settled: at least once. A link
 * of its own is needed, which waiting for jobs blocks.
 */
export class JobStream {
  readonly #redis: RedisLink;
  readonly #rules: JobStreamRules;
  readonly #jobs: string;
  readonly #dead: string;
  #claimFrom = "0-0";
  #hasGroup = false;
  /** A reply may have been lost: what this reader holds already is read again. */
  #isUnsure = false;

  constructor(redis: RedisLink, keys: Keys, rules: JobStreamRules) {
    this.#redis = redis;
    this.#rules = rules;
    this.#jobs = keys.jobs;
    this.#dead = keys.deadJobs;
  }

  /** What others left, then what is new; nothing after `blockMs`. After a fault, what was not settled comes again. */
  async take(): Promise<Job[]> {
    try {
      if (!this.#hasGroup) await this.#begin();
      if (this.#isUnsure) {
        const held = await this.#read("0");
        if (held.length > 0) return held;
        this.#isUnsure = false;
      }
      const left = await this.#claim();
      return left.length > 0 ? left : await this.#read(">");
    } catch (fault) {
      this.#doubt();
      throw fault;
    }
  }

  /** These do not come again; the dead ones are kept with their reasons, the newest 10,000. */
  async settle(done: readonly Job[], dead: readonly DeadJob[]): Promise<void> {
    const ids = [...done, ...dead.map(({ job }) => job)].map(({ id }) => id);
    if (ids.length === 0) return;
    try {
      const replies = await this.#redis.run(commands => {
        const all = commands.multi();
        for (const { job, code, message } of dead) {
          const { id, call = "", deliveries } = job;
          const fields = Object.entries({ id, call, code, message, deliveries }).flat();
          all.xadd(this.#dead, "MAXLEN", "~", deadKept, "*", ...fields);
        }
        all.xack(this.#jobs, group, ...ids);
        all.xdel(this.#jobs, ...ids);
        return all.exec();
      });
      const refused = replies?.find(([error]) => error)?.[0];
      if (refused) throw new HubbubError("internal", "The store refused to settle jobs.", { cause: refused });
    } catch (fault) {
      this.#doubt();
      throw fault;
    }
  }

  /** Leaves nothing of this reader but jobs that it did not settle, for others to claim. */
  async leave(): Promise<void> {
    if (this.#hasGroup) await this.#forget(this.#rules.reader);
  }

  async #begin(): Promise<void> {
    await this.#redis.run(async commands => {
      await commands.xgroup("CREATE", this.#jobs, group, "0", "MKSTREAM").catch(error => {
        if (!String(error).includes("BUSYGROUP")) throw error;
      });
    });
    this.#hasGroup = true;
    await this.#forget("");
  }

  async #forget(reader: string): Promise<void> {
    await this.#redis.run(commands => commands.forgetConsumers(this.#jobs, group, reader, forgottenMs));
  }

  async #read(from: ">" | "0"): Promise<Job[]> {
    const { reader, most, blockMs } = this.#rules;
    const streams = await this.#redis.run(commands =>
      commands.xreadgroup("GROUP", group, reader, "COUNT", most, "BLOCK", blockMs, "STREAMS", this.#jobs, from),
    );
    const entries = (streams as [key: string, entries: StreamEntry[]][] | null)?.[0]?.[1] ?? [];
    return entries.map(entry => toJob(entry, 1));
  }

  async #claim(): Promise<Job[]> {
    const { reader, claimMs, most } = this.#rules;
    const reply = await this.#redis.run(commands =>
      commands.xautoclaim(this.#jobs, group, reader, claimMs, this.#claimFrom, "COUNT", most),
    );
    const [next, entries] = reply as [next: string, entries: StreamEntry[]];
    this.#claimFrom = next;
    const [first, last] = [entries[0]?.[0], entries.at(-1)?.[0]];
    if (first === undefined || last === undefined) return [];
    const pending = await this.#redis.run(commands => commands.xpending(this.#jobs, group, first, last, most, reader));
    const deliveries = new Map(
      (pending as [id: string, reader: string, idle: number, times: number][]).map(each => [each[0], each[3]]),
    );
    return entries.map(entry => toJob(entry, deliveries.get(entry[0]) ?? 1));
  }

  #doubt(): void {
    this.#hasGroup = false;
    this.#isUnsure = true;
  }
}

/** How many jobs are not settled; of any link. */
export const countJobs = (redis: RedisLink, keys: Keys): Promise<number> =>
  redis.run(commands => commands.xlen(keys.jobs));

function toJob([id, fields]: StreamEntry, deliveries: number): Job {
  const field = (wanted: string): string | undefined => {
    const at = (fields ?? []).findIndex((name, index) => index % 2 === 0 && name === wanted);
    return at < 0 ? undefined : fields[at + 1];
  };
  const [traceparent, tracestate] = [field("traceparent"), field("tracestate")];
  return {
    id,
    call: field("call"),
    ...(traceparent !== undefined && { traceparent }),
    ...(tracestate !== undefined && { tracestate }),
    deliveries,
  };
}
