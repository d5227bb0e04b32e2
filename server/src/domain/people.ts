import { HubbubError, limits, type Member, type PersonRef, type User } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { RequireMember } from "./membership.ts";
import type { Accounts, Presence, RateLimiter, RateRule } from "./ports.ts";
import type { Directory, MemberLists, People, RoomKeeping } from "./room-ports.ts";

export const findRate: RateRule = { burst: limits.findBurst, perSecond: limits.findsPerSecond };

/** Rejects with `not_found`. */
export async function personOf(accounts: Pick<Accounts, "byId" | "byName">, who: PersonRef): Promise<User> {
  const found = "user" in who ? await accounts.byId(who.user) : (await accounts.byName(who.name))?.user;
  if (!found) throw new HubbubError("not_found", "There is nobody of that name or id.");
  return found;
}

interface ListPorts {
  readonly memberLists: MemberLists;
  readonly presence: Pick<Presence, "statesOf">;
  readonly keeping: Pick<RoomKeeping, "facts" | "banned">;
  readonly requireMember: RequireMember;
}

/** A page of the members. The first one tells the owner who is banned, too. */
export function listMembers(ports: ListPorts): Handler<"room:members"> {
  const { memberLists, presence, keeping, requireMember } = ports;
  const bannedFor = async (userId: string, room: string) =>
    (await keeping.facts(room)).owner === userId ? { banned: await keeping.banned(room) } : {};
  return async ({ user }, { room, after, limit }) => {
    await requireMember(room, user.id);
    const [{ members, ...rest }, banned] = await Promise.all([
      memberLists.page(room, after, limit),
      after === undefined ? bannedFor(user.id, room) : {},
    ]);
    const ids = members.map(({ id }) => id);
    const states = await presence.statesOf(room, ids);
    const described = members.map((member, index): Member => {
      const { state = "offline", lastSeen = null } = states[index] ?? {};
      return { ...member, state, ...(lastSeen === null ? {} : { lastSeen }) };
    });
    return { members: described, ...rest, ...banned };
  };
}

interface FindPorts {
  readonly limiter: RateLimiter;
  readonly now: () => number;
}

export function findPeople(ports: FindPorts & { readonly people: People }): Handler<"people:find"> {
  const { people, limiter, now } = ports;
  return async ({ user }, { prefix, limit }) => {
    await limiter.take(`find:${user.id}`, findRate, now());
    return { people: await people.find(prefix, limit) };
  };
}

export function findRooms(ports: FindPorts & { readonly directory: Directory }): Handler<"rooms:find"> {
  const { directory, limiter, now } = ports;
  return async ({ user }, { prefix, limit }) => {
    await limiter.take(`find:${user.id}`, findRate, now());
    return { rooms: await directory.find(prefix, user.id, limit) };
  };
}
