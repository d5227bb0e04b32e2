import { HubbubError, isNamedRoomId, limits, systemUser } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { Doors } from "./doors.ts";
import type { RequireMember } from "./membership.ts";
import { personOf } from "./people.ts";
import type { Accounts, RateLimiter, RateRule } from "./ports.ts";
import type { Rooms } from "./room-ports.ts";

export const inviteRate: RateRule = { burst: limits.inviteBurst, perSecond: limits.invitesPerSecond };

interface Ports {
  readonly accounts: Accounts;
  readonly rooms: Rooms;
  readonly doors: Doors;
  readonly requireMember: RequireMember;
  readonly limiter: RateLimiter;
  readonly now: () => number;
}

/** Any member may bring others in: they are members at once, and may leave. */
export function inviteToRoom(ports: Ports): Handler<"room:invite"> {
  const { accounts, rooms, doors, requireMember, limiter, now } = ports;
  return async ({ user }, { room, ...who }) => {
    await limiter.take(`invite:${user.id}`, inviteRate, now());
    if (!isNamedRoomId(room)) throw new HubbubError("forbidden", "A direct room is for its two people.");
    await requireMember(room, user.id);
    const person = await personOf(accounts, who);
    if (person.id === systemUser.id) throw new HubbubError("forbidden", "Jobs speak in rooms without being in them.");
    const { id } = await rooms.invite(room, person);
    // Whoever is in already is told again: the word of the first invitation may have been lost.
    await doors.letIn({ id, newcomers: [person.id] }, person);
    return { user: person };
  };
}
