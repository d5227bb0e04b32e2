/** How a user stands in a room, in the words of the wire. */
import type { WelcomeRoom } from "./events.ts";
import type { Position, RoomFacts } from "./message.ts";

/** A room as one of its members sees it. */
export interface RoomStanding extends RoomFacts {
  readonly position: Position;
  /** How many texts there are up to `position`. */
  readonly texts: number;
  /** The place up to which the user has read. */
  readonly read: { readonly seq: number; readonly texts: number };
  /** How many texts after it were removed. */
  readonly removed: number;
  /** Until when they may not speak in it, in ms since 1970; may have passed. */
  readonly muted?: number;
}

/** How far the user of a room has read it, at a place up to which there are so many texts. */
export const readUpTo = (
  { read, removed }: Pick<RoomStanding, "read" | "removed">,
  texts: number,
): { read: number; unread: number } => ({
  read: read.seq,
  unread: Math.max(0, texts - read.texts - removed),
});

/** What a member is told of what a room is. */
export const toldOf = ({
  kind,
  title,
  owner,
  muted,
}: RoomStanding): Pick<WelcomeRoom, "kind" | "title" | "owner" | "muted"> => ({
  kind,
  title,
  owner,
  ...(muted === undefined ? {} : { muted }),
});

export const asWelcomeRoom = (room: RoomStanding): WelcomeRoom => ({
  ...toldOf(room),
  id: room.id,
  position: room.position,
  ...readUpTo(room, room.texts),
});
