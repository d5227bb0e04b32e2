import { randomUUID } from "node:crypto";
import { connectRedis, countJobs, type Job, JobStream, Keys, type RedisLink, type StoreSettings } from "@hubbub/store";
import { fromJson } from "../json.ts";
import { part } from "../parting.ts";
import type { Delivery, Ended, Source } from "./source.ts";

interface JobDelivery extends Delivery {
  readonly job: Job;
}

const most = 256;
const blockMs = 1_000;

/** Calls from the stream of jobs in Redis. */
export class JobSource implements Source<JobDelivery> {
  readonly name = "jobs";
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #stream: JobStream;

  /** The link is its own: waiting for jobs blocks it. */
  constructor(store: StoreSettings, { claimMs }: { readonly claimMs: number }) {
    this.#redis = connectRedis(store);
    this.#keys = new Keys(store.KEY_PREFIX);
    this.#stream = new JobStream(this.#redis, this.#keys, { reader: randomUUID(), claimMs, most, blockMs });
  }

  async take(): Promise<readonly JobDelivery[]> {
    return (await this.#stream.take()).map(toDelivery);
  }

  async settle(ended: readonly Ended<JobDelivery>[]): Promise<void> {
    const done = ended.filter(each => each.failure === undefined).map(each => each.delivery.job);
    const dead = ended.flatMap(({ delivery: { job }, failure }) => (failure ? { job, ...failure } : []));
    await this.#stream.settle(done, dead);
  }

  async lag(): Promise<ReadonlyMap<string, number>> {
    return new Map([[this.#keys.jobs, await countJobs(this.#redis, this.#keys)]]);
  }

  async close(): Promise<void> {
    // A reader that cannot say good-bye is forgotten later.
    await this.#stream.leave().catch(() => {});
    await part(this.#redis);
  }
}

const toDelivery = (job: Job): JobDelivery => ({
  job,
  place: job.id,
  lane: undefined,
  key: `job:${job.id}`,
  deliveries: job.deliveries,
  trace: job,
  read: () => fromJson(job.call ?? ""),
});
