import type { WireError } from "@hubbub/protocol";

export interface RetryRules {
  /** How often a call may fail by a fault of ours before it is given up. */
  readonly tries: number;
  /** In [0, 1). */
  readonly random: () => number;
}

const firstMs = 100;
const longestMs = 5_000;

/**
 * How long to wait, in ms, before a call that failed `tries` times is tried again; null where that is of no use. What is
 * only away is waited for without end: nothing is skipped because Redis is restarted.
 */
export function waitBeforeRetry(failure: WireError, tries: number, rules: RetryRules): number | null {
  if (!failure.temporary) return null;
  if (failure.code === "internal" && tries >= rules.tries) return null;
  return Math.max(failure.retryAfterMs ?? 0, backoff(tries, rules.random));
}

/** Between half and all of a time that doubles up to 5 seconds. */
export function backoff(tries: number, random: () => number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(tries - 1, 10)) * (0.5 + random() / 2);
}
