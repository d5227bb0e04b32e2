import { HubbubError } from "@hubbub/protocol";
import type { Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import { Pace } from "./pace.ts";
import type { RateRule } from "./ports.ts";

/** For each connection: a client that goes on typing says so every few seconds, and stops. */
export const typingRate: RateRule = { burst: 10, perSecond: 1 };

/** Nothing of it is kept: whoever listens forgets it by themselves. */
export function setTyping({ audience, now }: { audience: Audience; now: () => number }): Handler<"typing:set"> {
  const pace = new Pace(typingRate, now);
  return async (caller, { room, typing }) => {
    if (!caller.hears(room)) throw new HubbubError("forbidden", "You are not in this room.");
    pace.take(caller);
    audience.tellRoom(room, "typing:change", { room, user: caller.user, typing });
    return {};
  };
}
