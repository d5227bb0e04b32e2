import { directRoomUsers, generalRoom, HubbubError, isNamedRoomId, limits, type User } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import type { Doors } from "./doors.ts";
import type { Heal } from "./healing.ts";
import type { RateLimiter, RateRule } from "./ports.ts";
import type { Entered, RoomMemory, Rooms } from "./room-ports.ts";

export const createRate: RateRule = { burst: limits.roomBurst, perSecond: limits.roomsPerSecond };

interface Ports {
  readonly rooms: Rooms;
  readonly doors: Doors;
  readonly catchUp: CatchUp;
}

interface MakingPorts extends Ports {
  readonly limiter: RateLimiter;
  readonly memory: RoomMemory;
  readonly heal: Heal;
  readonly now: () => number;
}

/** The user's connections hear the room before its log is read, so that nothing falls in between. */
export function joinRoom(ports: MakingPorts): Handler<"room:join"> {
  const { rooms, doors, catchUp } = ports;
  return async ({ user }, { room, position }) => {
    const entered = isNamedRoomId(room)
      ? await joinOrMake(ports, room, user)
      : await directRoomOf(rooms, user.id, room);
    await doors.letIn(entered, user);
    const joined = await catchUp(user, entered, position);
    if (!(await rooms.isMember(room, user.id))) {
      throw new HubbubError("forbidden", `You are not in the room ${room} any more.`);
    }
    return joined;
  };
}

/** A room that is made by being joined counts against the same limit as one that is made on purpose. */
async function joinOrMake(ports: MakingPorts, room: string, user: User): Promise<Entered> {
  const { rooms, limiter, memory, heal, now } = ports;
  // Whoever asks for a private room may be about to find another one of its id: Redis may have lost the first.
  if (memory.of(room)?.kind === "private") await heal();
  try {
    return await rooms.joinThere(room, user);
  } catch (error) {
    if (!(error instanceof HubbubError && error.code === "not_found")) throw error;
    await limiter.take(`room:${user.id}`, createRate, now());
    // Those who are in a room that Redis has lost come first.
    await heal();
    return rooms.join(room, user);
  }
}

/** Who makes a room is its owner. `general` is everybody's, even before anybody came. */
export function createRoom(ports: MakingPorts): Handler<"room:create"> {
  const { rooms, doors, catchUp, limiter, heal, now } = ports;
  return async ({ user }, { room: id, kind, title = id }) => {
    await limiter.take(`room:${user.id}`, createRate, now());
    if (id === generalRoom) throw new HubbubError("conflict", "There is a room of that id already.");
    await heal();
    const entered = await rooms.create({ id, kind, title }, user);
    await doors.letIn(entered, user);
    return catchUp(user, entered);
  };
}

/**
 * The owner of a private room does not leave it to others without an owner. One of a public room does: whoever does not
 * like what becomes of it makes another, and the owner may come back.
 */
export function leaveRoom({ rooms, doors }: Omit<Ports, "catchUp">): Handler<"room:leave"> {
  return async (caller, { room }) => {
    if (room === generalRoom) throw new HubbubError("forbidden", "Everybody is in general, always.");
    if (!isNamedRoomId(room)) throw new HubbubError("forbidden", "A direct room keeps both its people.");
    const wasIn = await rooms.leave(room, caller.user);
    if (wasIn || caller.hears(room)) await doors.seeOut(room, caller.user, "left");
    return {};
  };
}

async function directRoomOf(rooms: Rooms, userId: string, id: string): Promise<Entered> {
  if (!directRoomUsers(id)?.includes(userId)) {
    throw new HubbubError("forbidden", "That direct room belongs to other people.");
  }
  const [room] = await rooms.ofThese([id], userId);
  if (!room) throw new HubbubError("not_found", `There is no room ${id} yet; direct:open makes it.`);
  return { ...room, newcomers: [] };
}
