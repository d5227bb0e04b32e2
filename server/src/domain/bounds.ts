/** How often somebody may ask for what costs others something: a broadcast, or much to be read. */
import { limits, type RequestName } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import { Pace } from "./pace.ts";
import type { RateLimiter, RateRule } from "./ports.ts";
import type { Telemetry } from "./telemetry.ts";

export const askRate: RateRule = { burst: limits.askBurst, perSecond: limits.asksPerSecond };
export const keepRate: RateRule = { burst: limits.keepBurst, perSecond: limits.keepsPerSecond };

interface Ports {
  readonly limiter: RateLimiter;
  readonly now: () => number;
  readonly telemetry: Pick<Telemetry, "rateLimited">;
}

type Bounded = <Name extends RequestName>(handler: Handler<Name>) => Handler<Name>;

/** Rejects with `rate_limited`. */
export type MayAsk = (userId: string) => Promise<void>;

export const mayAsk =
  ({ limiter, now }: Pick<Ports, "limiter" | "now">): MayAsk =>
  userId =>
    limiter.take(`ask:${userId}`, askRate, now());

/** For each user, over all devices and replicas. */
export const boundedForUser =
  (may: MayAsk): Bounded =>
  handler =>
  async (caller, payload) => {
    await may(caller.user.id);
    return handler(caller, payload);
  };

/** The same of what the owners of rooms do. */
export const boundedForOwner = ({ limiter, now }: Pick<Ports, "limiter" | "now">): Bounded =>
  boundedForUser(userId => limiter.take(`keep:${userId}`, keepRate, now()));

/** For each connection, at no cost for Redis: of what all clients ask at once when something happens. */
export function boundedForConnection({ now, telemetry }: Pick<Ports, "now" | "telemetry">): Bounded {
  const pace = new Pace(askRate, now, () => telemetry.rateLimited("catch-up"));
  return handler => async (caller, payload) => {
    pace.take(caller);
    return handler(caller, payload);
  };
}
