import { HubbubError } from "@hubbub/protocol";
import type { RateLimiter } from "../domain/ports.ts";
import { type RateLimit, rateLimits, type Telemetry } from "../domain/telemetry.ts";

/** The same limiter; whom it refuses is counted under the limit that the bucket's name begins with. */
export function countedLimiter(limiter: RateLimiter, telemetry: Pick<Telemetry, "rateLimited">): RateLimiter {
  const counted = async (bucket: string, required: Promise<void>) => {
    try {
      await required;
    } catch (error) {
      if (error instanceof HubbubError && error.code === "rate_limited") telemetry.rateLimited(limitOf(bucket));
      throw error;
    }
  };
  return {
    take: (bucket, ...rest) => counted(bucket, limiter.take(bucket, ...rest)),
    peek: (bucket, ...rest) => counted(bucket, limiter.peek(bucket, ...rest)),
  };
}

const limitOf = (bucket: string): RateLimit => rateLimits.find(limit => bucket.startsWith(`${limit}:`)) ?? "other";
