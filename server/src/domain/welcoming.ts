import { protocolVersion, type User, type Welcome } from "@hubbub/protocol";
import type { RoomInfo } from "./ports.ts";

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
