import type { Joined, Position } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import type { RequireMember } from "./membership.ts";
import type { RoomInfo, RoomLog, Rooms } from "./ports.ts";

interface Ports {
  readonly rooms: Rooms;
  readonly log: RoomLog;
  readonly catchUp: CatchUp;
}

/** Enters first, then reads: all the heads in one round trip, a log only where the client is behind it. */
export function recoverRooms({ rooms, log, catchUp }: Ports): Handler<"rooms:recover"> {
  return async (caller, { positions }) => {
    const wanted = new Map<string, Position>(Object.entries(positions));
    const own = (await rooms.ofUser(caller.user.id)).filter(room => wanted.has(room.id));
    await caller.enter(own.map(room => room.id));
    const heads = await log.heads(own.map(room => room.id));
    const read = async (room: RoomInfo): Promise<[string, Joined]> => [
      room.id,
      await catchUp(room, wanted.get(room.id), heads.get(room.id)),
    ];
    return { rooms: Object.fromEntries(await Promise.all(own.map(read))) };
  };
}

export function readHistory(log: RoomLog, requireMember: RequireMember): Handler<"room:history"> {
  return async ({ user }, { room, before, limit }) => {
    await requireMember(room, user.id);
    return log.page(room, before, limit);
  };
}
