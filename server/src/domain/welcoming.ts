import { generalRoom, protocolVersion, type User, type Welcome } from "@hubbub/protocol";
import type { RoomInfo, Rooms } from "./ports.ts";

/** The rooms that the user is in; general is always one of them. */
export async function roomsOf(rooms: Rooms, user: User): Promise<readonly RoomInfo[]> {
  const own = await rooms.ofUser(user.id);
  return own.some(room => room.id === generalRoom) ? own : [await rooms.join(generalRoom, user), ...own];
}

export function welcome(user: User, replica: string, rooms: readonly RoomInfo[], serverTime: number): Welcome {
  return {
    user,
    replica,
    protocol: protocolVersion,
    serverTime,
    rooms: rooms.map(({ id, kind, title, position }) => ({
      id,
      kind,
      title,
      position,
      read: position.seq,
      unread: 0,
    })),
  };
}
