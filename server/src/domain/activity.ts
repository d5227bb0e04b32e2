import type { Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import { Pace } from "./pace.ts";
import type { Connection, Presence, RateRule } from "./ports.ts";
import type { Telemetry } from "./telemetry.ts";

/** Keeps the shared presence in step with a connection, for as long as that is open. */
export interface Attendance {
  /** It came, or something of it changed. Resolves with what its user said of themself. */
  arrive(connection: Connection): Promise<{ saysAway: boolean }>;
}

interface Ports {
  readonly attendance: Attendance;
  readonly presence: Pick<Presence, "setAway">;
  readonly audience: Pick<Audience, "noteAway">;
  readonly now: () => number;
  readonly telemetry: Pick<Telemetry, "rateLimited">;
}

/** For each connection: what it says of itself may concern many rooms. */
export const presenceRate: RateRule = { burst: 10, perSecond: 1 };

/** Noted first: should Redis have to be told of all connections again, it is told how this one is now. */
export function setActivity({
  attendance,
  now,
  telemetry,
}: Pick<Ports, "attendance" | "now" | "telemetry">): Handler<"activity:set"> {
  const pace = new Pace(presenceRate, now, () => telemetry.rateLimited("presence"));
  return async (caller, { idle }) => {
    pace.take(caller);
    caller.setIdle(idle);
    await attendance.arrive(caller);
    return {};
  };
}

export function setPresence({
  presence,
  audience,
  now,
  telemetry,
}: Omit<Ports, "attendance">): Handler<"presence:set"> {
  const pace = new Pace(presenceRate, now, () => telemetry.rateLimited("presence"));
  return async (caller, { away }) => {
    pace.take(caller);
    const { user } = caller;
    await presence.setAway(user, away, now());
    audience.noteAway(user.id, away);
    return {};
  };
}
