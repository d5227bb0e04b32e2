import { HubbubError } from "@hubbub/protocol";
import type { RateRule } from "./ports.ts";

/** How fast each of many may go, kept in memory: for what is too small to be asked of Redis. */
export class Pace {
  readonly #rule: RateRule;
  readonly #now: () => number;
  readonly #onLimited: () => void;
  readonly #buckets = new WeakMap<object, { tokens: number; at: number }>();

  /** `onLimited` is called with each refusal. */
  constructor(rule: RateRule, now: () => number, onLimited: () => void) {
    this.#rule = rule;
    this.#now = now;
    this.#onLimited = onLimited;
  }

  /** Throws `rate_limited`. */
  take(who: object): void {
    const { burst, perSecond } = this.#rule;
    const at = this.#now();
    const known = this.#buckets.get(who) ?? { tokens: burst, at };
    const grown = (Math.max(0, at - known.at) / 1_000) * perSecond;
    const tokens = Math.min(burst, known.tokens + grown);
    if (tokens < 1) {
      this.#onLimited();
      const retryAfterMs = Math.ceil(((1 - tokens) / perSecond) * 1_000);
      throw new HubbubError("rate_limited", "Not so fast.", { retryAfterMs });
    }
    this.#buckets.set(who, { tokens: tokens - 1, at });
  }
}
