/** What is new in a room, by the position up to which this browser has shown it. Pure. */
import type { RoomView } from "@hubbub/client";
import type { Position } from "@hubbub/protocol";

/** Counts others' messages after `seen`. A conversation that this browser never showed is new as a whole. */
export function unreadCount(room: RoomView, seen: Position | undefined, myId: string): number {
  if (room.position === null || (seen === undefined && room.kind === "public")) return room.unread;
  const after = seen?.epoch === room.position.epoch ? seen.seq : 0;
  const first = room.messages[0]?.seq ?? room.position.seq + 1;
  const notLoaded = Math.max(0, first - 1 - after);
  const loaded = room.messages.filter(
    message => message.seq > after && message.kind === "text" && message.user.id !== myId,
  );
  return notLoaded + loaded.length;
}

/** `3` or `99+`, as a badge has room for. */
export const badge = (unread: number): string => (unread > 99 ? "99+" : String(unread));
