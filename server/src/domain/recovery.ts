import type { Joined } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import type { Heal } from "./healing.ts";
import type { RequireMember } from "./membership.ts";
import type { RoomLog } from "./ports.ts";
import type { RoomInfo, Rooms } from "./room-ports.ts";

interface Ports {
  readonly rooms: Rooms;
  readonly catchUp: CatchUp;
  readonly heal: Heal;
}

/**
 * Hears first, then reads: all the heads in one round trip, a log only where the client is behind it. A room that is
 * heard, and that Redis says the user is not in, was forgotten rather than left.
 */
export function recoverRooms({ rooms, catchUp, heal }: Ports): Handler<"rooms:recover"> {
  return async (caller, { positions }) => {
    const wanted = Object.keys(positions);
    const heard = wanted.filter(room => caller.hears(room));
    const read = () => rooms.ofThese(wanted, caller.user.id);
    await caller.enter(heard);
    let own = await read();
    if (heard.some(room => !includes(own, room))) {
      await heal();
      own = await read();
    }
    const unheard = own.filter(room => !heard.includes(room.id));
    if (unheard.length > 0) {
      const entered = unheard.map(room => room.id);
      await caller.enter(entered);
      own = await read();
      // The user was shown out before this connection heard the room.
      caller.exit(entered.filter(room => !includes(own, room)));
    }
    const caughtUp = async (room: RoomInfo): Promise<[string, Joined]> => [
      room.id,
      await catchUp(caller.user, room, positions[room.id], room.position),
    ];
    return { rooms: Object.fromEntries(await Promise.all(own.map(caughtUp))) };
  };
}

const includes = (rooms: readonly RoomInfo[], id: string): boolean => rooms.some(room => room.id === id);

export function readHistory(log: RoomLog, requireMember: RequireMember): Handler<"room:history"> {
  return async ({ user }, { room, before, limit }) => {
    await requireMember(room, user.id);
    return log.page(room, before, limit);
  };
}
