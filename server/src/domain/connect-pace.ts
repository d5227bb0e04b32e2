import { HubbubError } from "@hubbub/protocol";
import { addressBlock } from "./address.ts";
import type { RateRule } from "./ports.ts";

interface Options {
  readonly rule: RateRule;
  readonly now: () => number;
  /** It knows the last addresses: no more than so many, and no less than half of them. */
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
  /** When its bucket is full again, by address: of those who were here last, and of those before them. */
  #recent = new Map<string, number>();
  #before = new Map<string, number>();

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
    const fullAt = Math.max(now, this.#recent.get(who) ?? this.#before.get(who) ?? now) + tokenMs;
    const retryAfterMs = Math.ceil(fullAt - now - this.#rule.burst * tokenMs);
    if (retryAfterMs > 0) {
      throw new HubbubError("rate_limited", "Too many connections from this address.", { retryAfterMs });
    }
    this.#recent.set(who, fullAt);
    if (this.#recent.size < this.#most / 2) return;
    this.#before = this.#recent;
    this.#recent = new Map();
  }
}
