import type { RoomView } from "@hubbub/client";
import { generalRoom } from "@hubbub/protocol";

/** `room 2` stands before `room 10`. */
const collator = new Intl.Collator(undefined, { numeric: true });

/**
 * General first, then the rooms where something is unread, then the others, each by title. The open room is `risen` where it
 * was unread when it was opened: it stays where one found it.
 */
export function inOrder(rooms: readonly RoomView[], risen: string | null): RoomView[] {
  const rank = ({ id, unread }: RoomView) => (id === generalRoom ? 0 : unread > 0 || id === risen ? 1 : 2);
  return [...rooms].sort((a, b) => rank(a) - rank(b) || collator.compare(a.title, b.title));
}

/** How many rooms of a kind the list shows until one asks for all. */
const most = 10;

/** The first of a long list, and the open room. */
export const firstOf = (rooms: readonly RoomView[], open: string): readonly RoomView[] =>
  rooms.filter(({ id }, index) => index < most || id === open);
