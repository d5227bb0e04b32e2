import { HubbubError } from "@hubbub/protocol";
import { addressBlock } from "./address.ts";
import type { RateRule } from "./ports.ts";

interface Options {
  readonly rule: RateRule;
  readonly now: () => number;
  /** Of so many addresses it knows, those that were here last. */
  readonly most?: number;
}

/**
 * How fast one client address may open connections here. A token bucket in memory and not in Redis: whoever floods a replica
 * is to cost nobody but that replica anything, and it next to nothing. So the bound is of each replica.
 */
export class ConnectPace {
  readonly #rule: RateRule;
  readonly #now: () => number;
  readonly #most: number;
  /** When its bucket is full again, by address, in the order in which they were here. */
  readonly #fullAt = new Map<string, number>();

  constructor({ rule, now, most = 10_000 }: Options) {
    this.#rule = rule;
    this.#now = now;
    this.#most = most;
  }

  /** Throws `rate_limited`, with `retryAfterMs`. */
  take(address: string): void {
    const who = addressBlock(address);
    const now = this.#now();
    const tokenMs = 1_000 / this.#rule.perSecond;
    const fullAt = Math.max(now, this.#fullAt.get(who) ?? now) + tokenMs;
    const retryAfterMs = Math.ceil(fullAt - now - this.#rule.burst * tokenMs);
    if (retryAfterMs > 0) {
      throw new HubbubError("rate_limited", "Too many connections from this address.", { retryAfterMs });
    }
    this.#fullAt.delete(who);
    this.#fullAt.set(who, fullAt);
    const [first] = this.#fullAt.keys();
    if (this.#fullAt.size > this.#most && first !== undefined) this.#fullAt.delete(first);
  }
}
