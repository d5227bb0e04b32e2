import { setTimeout as pause } from "node:timers/promises";
import { HubbubError } from "@hubbub/protocol";

/** So many calls of a batch begin before it is known that they are not too fast: Redis is asked about them together. */
const mostAhead = 64;

/** The pace of one batch, whose calls are slowed down and not refused. */
export class BatchPace {
  readonly #take: () => Promise<void>;
  readonly #draining: AbortSignal;
  /** What was asked for, in the order of the calls. */
  readonly #ahead: Promise<void>[] = [];
  /** Those that were too fast ask again one after the other. */
  #again: Promise<void> = Promise.resolve();

  /** `take` rejects with `rate_limited` where a call is too fast; the signal's reason is what ends the wait. */
  constructor(take: () => Promise<void>, draining: AbortSignal) {
    this.#take = take;
    this.#draining = draining;
  }

  /** Resolves when the next call may begin. */
  async next(): Promise<void> {
    const granted = this.#take().catch(refusal => this.#inTurn(refusal));
    // Whoever comes 64 calls later hears of it.
    granted.catch(() => {});
    this.#ahead.push(granted);
    if (this.#ahead.length > mostAhead) await this.#ahead.shift();
  }

  #inTurn(refusal: unknown): Promise<void> {
    const granted = this.#again.then(() => this.#insist(refusal));
    this.#again = granted.catch(() => {});
    return granted;
  }

  async #insist(first: unknown): Promise<void> {
    for (let refusal = first; ; ) {
      if (!(refusal instanceof HubbubError) || refusal.retryAfterMs === undefined) throw refusal;
      await pause(refusal.retryAfterMs, undefined, { signal: this.#draining }).catch(() => {});
      this.#draining.throwIfAborted();
      try {
        return await this.#take();
      } catch (error) {
        refusal = error;
      }
    }
  }
}
