import { HubbubError } from "@hubbub/protocol";

/** What of the link to Redis a call needs. */
export interface Readiness {
  whenReady(): Promise<void>;
}

/** Waits for Redis, then works; rejects with `unavailable` when both together take longer than `ms`. */
export async function patiently<Value>(redis: Readiness, ms: number, work: () => Promise<Value>): Promise<Value> {
  const deadline = Promise.withResolvers<never>();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    deadline.reject(new HubbubError("unavailable", `Redis did not answer within ${ms / 1000} seconds.`));
  }, ms);
  const answer = redis.whenReady().then(() => (late ? deadline.promise : work()));
  try {
    return await Promise.race([answer, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}
