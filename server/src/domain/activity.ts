import type { Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import type { Connection, Presence } from "./ports.ts";

/** Keeps the shared presence in step with a connection, for as long as that is open. */
export interface Attendance {
  /** It came, or something of it changed. Resolves with what its user said of themself. */
  arrive(connection: Connection): Promise<{ saysAway: boolean }>;
}

/** Noted first: should Redis have to be told of all connections again, it is told how this one is now. */
export function setActivity({ attendance }: { readonly attendance: Attendance }): Handler<"activity:set"> {
  return async (caller, { idle }) => {
    caller.setIdle(idle);
    await attendance.arrive(caller);
    return {};
  };
}

interface Ports {
  readonly presence: Pick<Presence, "setAway">;
  readonly audience: Pick<Audience, "noteAway">;
  readonly now: () => number;
}

export function setPresence({ presence, audience, now }: Ports): Handler<"presence:set"> {
  return async ({ user }, { away }) => {
    await presence.setAway(user, away, now());
    audience.noteAway(user.id, away);
    return {};
  };
}
