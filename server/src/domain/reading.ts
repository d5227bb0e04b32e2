import type { Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import type { Reads } from "./ports.ts";
import type { RoomInfo } from "./room-ports.ts";

/** One's other devices are in step. */
export function markRead({ reads, audience }: { reads: Reads; audience: Audience }): Handler<"read:mark"> {
  return async (caller, { room, seq, epoch }) => {
    const mark = await reads.mark(room, caller.user.id, seq, epoch);
    audience.tellUser(caller.user.id, "read:change", { room, ...mark });
    return mark;
  };
}

/** How far the user of a room has read it, at a place up to which there are so many texts. */
export const readUpTo = (
  { read, removed }: Pick<RoomInfo, "read" | "removed">,
  texts: number,
): { read: number; unread: number } => ({
  read: read.seq,
  unread: Math.max(0, texts - read.texts - removed),
});
