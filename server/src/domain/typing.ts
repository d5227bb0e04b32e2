import { HubbubError } from "@hubbub/protocol";
import type { Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import { Pace } from "./pace.ts";
import type { RateRule } from "./ports.ts";
import type { RoomKeeping } from "./room-ports.ts";
import type { Telemetry } from "./telemetry.ts";

interface Ports {
  readonly audience: Audience;
  readonly keeping: Pick<RoomKeeping, "mutedUntil">;
  readonly now: () => number;
  readonly telemetry: Pick<Telemetry, "rateLimited">;
}

/** For each connection: a client that goes on typing says so every few seconds, and stops. */
export const typingRate: RateRule = { burst: 10, perSecond: 1 };

/** Nothing of it is kept: whoever listens forgets it by themselves. */
export function setTyping({ audience, keeping, now, telemetry }: Ports): Handler<"typing:set"> {
  const pace = new Pace(typingRate, now, () => telemetry.rateLimited("typing"));
  return async (caller, { room, typing }) => {
    if (!caller.hears(room)) throw new HubbubError("forbidden", "You are not in this room.");
    pace.take(caller);
    const isMuted = typing && (await keeping.mutedUntil(room, caller.user.id)) > now();
    if (isMuted) throw new HubbubError("forbidden", "You may not speak in this room for now.");
    audience.tellRoom(room, "typing:change", { room, user: caller.user, typing });
    return {};
  };
}
