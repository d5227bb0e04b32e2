import { HubbubError } from "@hubbub/protocol";
import type { CallOptions } from "./types.ts";

/** What of the link to Redis a call needs. */
export interface Readiness {
  whenReady(): Promise<void>;
}

export interface Patience {
  /** How long a call may take that does not say so itself. */
  readonly ms: number;
  /** What the caller is told when it ends. */
  readonly refusal: string;
}

/** The longest that a timer can be set to. */
const longestMs = 2 ** 31 - 1;

/**
 * Waits for Redis, then works; rejects with `unavailable` when both together take too long, or are aborted. Work that
 * has not begun by then never does: what was refused is not said later.
 */
export function patiently<Value>(
  redis: Readiness,
  { ms, refusal }: Patience,
  work: () => Promise<Value>,
  { deadlineMs = ms, signal }: CallOptions = {},
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const abort = () => end(() => reject(aborted(signal?.reason)));
    const tooLate = () => end(() => reject(new HubbubError("unavailable", refusal)));
    const timer = setTimeout(tooLate, Math.min(deadlineMs, longestMs));
    const end = (settle: () => void) => {
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      settle();
    };
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort);
    const answer = redis.whenReady().then(() => (isOver ? undefined : work()));
    // Undefined is nobody's answer any more.
    answer.then(
      value => end(() => resolve(value as Value)),
      fault => end(() => reject(fault)),
    );
  });
}

const aborted = (cause: unknown): HubbubError =>
  new HubbubError("unavailable", "The call was aborted: it may or may not be done.", { cause });
