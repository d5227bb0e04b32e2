/** What the owner of a room may do with it, and with the others in it. */
import { HubbubError, type RoomFacts, type User } from "@hubbub/protocol";
import type { Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import type { Doors } from "./doors.ts";
import { personOf } from "./people.ts";
import type { Accounts } from "./ports.ts";
import type { RoomKeeping, RoomMemory, Rooms } from "./room-ports.ts";

interface Ports {
  readonly accounts: Accounts;
  readonly rooms: Rooms;
  readonly keeping: RoomKeeping;
  readonly memory: RoomMemory;
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
  const { keeping, memory, audience } = ports;
  return async ({ user }, { room: id, title, owner }) => {
    const before = await keeping.facts(id);
    requireOwner(before, user.id);
    const change = { ...(title === undefined ? {} : { title }), ...(owner === undefined ? {} : { owner }) };
    const room = await keeping.change(before, change);
    // Nobody could let a muted owner speak again.
    if (owner !== undefined) audience.tellUser(owner, "room:muted", { room: id, until: 0 });
    memory.noteChange(room);
    audience.tellRoom(id, "room:changed", { room: id, title: room.title, owner: room.owner });
    return { room };
  };
}

/** Should Redis go away before anybody was told, each replica finds it out by itself. */
export function removeMember(ports: Ports): Handler<"room:remove"> {
  const { rooms, doors } = ports;
  return async ({ user }, { room, user: target }) => {
    const person = await guestOf(ports, room, user.id, target);
    const wasIn = await rooms.leave(room, person);
    if (!wasIn) return {};
    await doors.seeOut(room, person, "removed");
    silence(ports, room, person);
    return {};
  };
}

/** The log refuses what they send until then. That holds through leaving and joining again, and ends wherever they are. */
export function muteMember(ports: Ports): Handler<"room:mute"> {
  const { keeping, audience, now } = ports;
  return async ({ user }, { room, user: target, until: wanted }) => {
    const person = await guestOf(ports, room, user.id, target);
    const { id } = person;
    const until = wanted > now() ? wanted : 0;
    const isIn = await keeping.mute(room, user.id, id, until);
    if (!isIn && until > 0) throw new HubbubError("not_found", "There is nobody of that id in the room.");
    if (!isIn) return {};
    audience.tellUser(id, "room:muted", { room, until });
    if (until > 0) silence(ports, room, person);
    return {};
  };
}

export function banMember(ports: Ports): Handler<"room:ban"> {
  const { keeping, doors } = ports;
  return async ({ user }, { room, user: target, banned }) => {
    const person = await guestOf(ports, room, user.id, target);
    if (banned) {
      const wasIn = await keeping.ban(room, person);
      if (!wasIn) return {};
      await doors.seeOut(room, person, "banned");
      silence(ports, room, person);
    } else {
      await keeping.unban(room, person.id);
    }
    return {};
  };
}

/** They were typing perhaps, and will send nothing now. */
function silence({ audience }: Ports, room: string, user: User): void {
  audience.tellRoom(room, "typing:change", { room, user, typing: false });
}

/** Somebody else, in a room of the user's own or not: a ban may come before they do. */
async function guestOf({ keeping, accounts }: Ports, room: string, userId: string, target: string) {
  const facts = await keeping.facts(room);
  requireOwner(facts, userId);
  requireNotOwner(facts, target);
  return personOf(accounts, { user: target });
}
