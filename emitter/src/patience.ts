import { HubbubError } from "@hubbub/protocol";

/** What of the link to Redis a call needs. */
export interface Readiness {
  whenReady(): Promise<void>;
}

export interface Patience {
  readonly ms: number;
  /** What the caller is told when it ends. */
  readonly refusal: string;
}

/** Waits for Redis, then works; rejects with `unavailable` when both together take too long. */
export async function patiently<Value>(
  redis: Readiness,
  { ms, refusal }: Patience,
  work: () => Promise<Value>,
): Promise<Value> {
  const deadline = Promise.withResolvers<never>();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    deadline.reject(new HubbubError("unavailable", refusal));
  }, ms);
  // Work that has not begun by then never does: what was refused is not said later.
  const answer = redis.whenReady().then(() => (late ? deadline.promise : work()));
  try {
    return await Promise.race([answer, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}
