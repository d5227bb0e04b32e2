import { HubbubError } from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";

export interface RateRule {
  readonly burst: number;
  readonly perSecond: number;
}

/** Token buckets shared by all replicas. A bucket that is full again is gone from Redis. */
export class RateLimiter {
  readonly #redis: RedisLink;
  readonly #keys: Keys;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Takes one token; rejects with `rate_limited` and `retryAfterMs` when there is none. */
  take(bucket: string, rule: RateRule, now: number): Promise<void> {
    return this.#require(bucket, rule, now, 1);
  }

  /** The same check without taking one. */
  peek(bucket: string, rule: RateRule, now: number): Promise<void> {
    return this.#require(bucket, rule, now, 0);
  }

  async #require(bucket: string, { burst, perSecond }: RateRule, now: number, tokens: 0 | 1): Promise<void> {
    const key = this.#keys.bucket(bucket);
    const retryAfterMs = await this.#redis.run(commands => commands.takeToken(key, burst, perSecond, now, tokens));
    if (retryAfterMs > 0) throw new HubbubError("rate_limited", "Too much at once. Slow down.", { retryAfterMs });
  }
}
