/** What the owner of a room may do with it, and with the others in it. */
import { HubbubError, type RoomFacts } from "@hubbub/protocol";
import type { Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import type { Doors } from "./doors.ts";
import { personOf } from "./people.ts";
import type { Accounts } from "./ports.ts";
import type { RoomKeeping, Rooms } from "./room-ports.ts";

interface Ports {
  readonly accounts: Accounts;
  readonly rooms: Rooms;
  readonly keeping: RoomKeeping;
  readonly doors: Doors;
  readonly audience: Audience;
  readonly now: () => number;
}

/** Nobody owns `general` or a direct room. */
export function requireOwner({ owner }: RoomFacts, userId: string): void {
  if (owner !== userId) throw new HubbubError("forbidden", "Only the owner of the room may do that.");
}

/** The owner stays, and may speak. */
export function requireNotOwner({ owner }: RoomFacts, userId: string): void {
  if (owner === userId) throw new HubbubError("forbidden", "The owner of a room is not removed, muted or banned.");
}

export function changeRoom(ports: Ports): Handler<"room:change"> {
  const { rooms, keeping, audience } = ports;
  return async ({ user }, { room: id, title, owner }) => {
    const before = await keeping.facts(id);
    requireOwner(before, user.id);
    if (owner !== undefined && !(await rooms.isMember(id, owner))) {
      throw new HubbubError("not_found", "Whoever is to be the owner has to be in the room.");
    }
    const change = { ...(title === undefined ? {} : { title }), ...(owner === undefined ? {} : { owner }) };
    // Nobody could let a muted owner speak again.
    if (owner !== undefined) await mute(ports, id, owner, 0);
    const room = await keeping.change(before, change);
    audience.tellRoom(id, "room:changed", { room: id, title: room.title, owner: room.owner });
    return { room };
  };
}

/** Each step may be done again, should Redis go away before the next. */
export function removeMember(ports: Ports): Handler<"room:remove"> {
  const { rooms, doors } = ports;
  return async ({ user }, { room, user: target }) => {
    const person = await guestOf(ports, room, user.id, target);
    await rooms.leave(room, person);
    await doors.seeOut(room, person, "removed");
    return {};
  };
}

/** The log refuses what they send until then. */
export function muteMember(ports: Ports): Handler<"room:mute"> {
  return async ({ user }, { room, user: target, until }) => {
    const { id } = await guestOf(ports, room, user.id, target);
    await mute(ports, room, id, until > ports.now() ? until : 0);
    return {};
  };
}

async function mute({ keeping, audience }: Ports, room: string, userId: string, until: number): Promise<void> {
  await keeping.mute(room, userId, until);
  audience.tellUser(userId, "room:muted", { room, until });
}

export function banMember(ports: Ports): Handler<"room:ban"> {
  const { keeping, doors } = ports;
  return async ({ user }, { room, user: target, banned }) => {
    const person = await guestOf(ports, room, user.id, target);
    if (banned) {
      await keeping.ban(room, person);
      await doors.seeOut(room, person, "banned");
    } else {
      await keeping.unban(room, person.id);
    }
    return {};
  };
}

/** Somebody else, in a room of the user's own or not: a ban may come before they do. */
async function guestOf({ keeping, accounts }: Ports, room: string, userId: string, target: string) {
  const facts = await keeping.facts(room);
  requireOwner(facts, userId);
  requireNotOwner(facts, target);
  return personOf(accounts, { user: target });
}
