import { HubbubError } from "@hubbub/protocol";
import type { RateLimiter, RateRule } from "@hubbub/store";

/** Takes the next call of a key; rejects with `rate_limited` and `retryAfterMs` when they come too fast. */
export type Pace = (key: string) => Promise<void>;

export interface PaceParts {
  readonly limiter: Pick<RateLimiter, "take">;
  readonly rule: RateRule;
  readonly now: () => number;
  readonly onLimited: (key: string) => void;
}

/** One bucket a key, shared by all services. While Redis is away it holds nobody up: the call itself will tell. */
export function paceOf({ limiter, rule, now, onLimited }: PaceParts): Pace {
  return async key => {
    try {
      await limiter.take(`emitter:${key}`, rule, now());
    } catch (error) {
      if (error instanceof HubbubError && error.code === "unavailable") return;
      if (error instanceof HubbubError && error.code === "rate_limited") onLimited(key);
      throw error;
    }
  };
}
