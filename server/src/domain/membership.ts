import { HubbubError } from "@hubbub/protocol";
import type { RoomLog } from "./ports.ts";
import type { Rooms } from "./room-ports.ts";

/** Resolves for a member; rejects with `not_found` or `forbidden` for anybody else. */
export type RequireMember = (room: string, userId: string) => Promise<void>;

export function requireMember(rooms: Rooms, log: RoomLog): RequireMember {
  return async (room, userId) => {
    if (await rooms.isMember(room, userId)) return;
    const exists = (await log.heads([room])).has(room);
    if (exists) throw new HubbubError("forbidden", `You are not in the room ${room}.`);
    throw new HubbubError("not_found", `There is no room ${room}.`);
  };
}
