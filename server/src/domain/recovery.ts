import type { Joined, Position } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import type { Heal } from "./healing.ts";
import type { RequireMember } from "./membership.ts";
import type { RoomInfo, RoomLog, Rooms } from "./ports.ts";

interface Ports {
  readonly rooms: Rooms;
  readonly log: RoomLog;
  readonly catchUp: CatchUp;
  readonly heal: Heal;
}

/**
 * Enters first, then reads: all the heads in one round trip, a log only where the client is behind it. A room that is
 * heard, and that Redis says the user is not in, was forgotten rather than left.
 */
export function recoverRooms({ rooms, log, catchUp, heal }: Ports): Handler<"rooms:recover"> {
  return async (caller, { positions }) => {
    const wanted = new Map<string, Position>(Object.entries(positions));
    const read = async () => (await rooms.ofUser(caller.user.id)).filter(room => wanted.has(room.id));
    let own = await read();
    const known = new Set(own.map(room => room.id));
    if ([...wanted.keys()].some(room => !known.has(room) && caller.hears(room))) {
      await heal();
      own = await read();
    }
    await caller.enter(own.map(room => room.id));
    const heads = await log.heads(own.map(room => room.id));
    const caughtUp = async (room: RoomInfo): Promise<[string, Joined]> => [
      room.id,
      await catchUp(room, wanted.get(room.id), heads.get(room.id)),
    ];
    return { rooms: Object.fromEntries(await Promise.all(own.map(caughtUp))) };
  };
}

export function readHistory(log: RoomLog, requireMember: RequireMember): Handler<"room:history"> {
  return async ({ user }, { room, before, limit }) => {
    await requireMember(room, user.id);
    return log.page(room, before, limit);
  };
}
