/** One room as the client holds it: pure, a new object at each change. */
import type { Joined, Message, PresenceDiff, PresenceSnapshot, RoomKind, User, WelcomeRoom } from "@hubbub/protocol";
import { beginAt, type Timeline } from "./timeline.ts";
import type { OutboxEntry, RoomView } from "./types.ts";

export interface Room {
  readonly id: string;
  /** Null until a replica has said what room this is; such a room is not shown. */
  readonly about: { readonly kind: RoomKind; readonly title: string } | null;
  readonly timeline: Timeline;
  readonly online: readonly User[];
  readonly onlineCount: number;
  readonly unread: number;
}

const unseen = { online: [], onlineCount: 0, unread: 0 };

/** A room of the user's that nothing is read of yet. */
export const welcomedRoom = ({ id, kind, title, position, unread }: WelcomeRoom): Room => ({
  ...unseen,
  id,
  about: { kind, title },
  timeline: beginAt(position),
  unread,
});

/** A room that the user entered on another device, or that somebody opened with them. */
export const strangeRoom = (id: string, timeline: Timeline): Room => ({ ...unseen, id, about: null, timeline });

export const withAnswer = (room: Room, { kind, title, presence }: Joined): Room => ({
  ...room,
  about: { kind, title },
  ...present(presence),
});

const present = ({ online, count }: PresenceSnapshot) => ({ online, onlineCount: count });

export function withDiff(room: Room, { online, offline, count }: PresenceDiff): Room {
  const changed = new Set([...online, ...offline].map(({ id }) => id));
  return { ...room, online: [...room.online.filter(({ id }) => !changed.has(id)), ...online], onlineCount: count };
}

const isUnread = (message: Message, reader: User | null): boolean =>
  message.kind === "text" && message.user.id !== reader?.id;

export const withUnread = (room: Room, appended: readonly Message[], reader: User | null): Room => ({
  ...room,
  unread: room.unread + appended.filter(message => isUnread(message, reader)).length,
});

/** The user has read up to `seq`, here or on another device. */
export const withRead = (room: Room, seq: number, reader: User | null): Room => ({
  ...room,
  unread: room.timeline.messages.filter(message => message.seq > seq && isUnread(message, reader)).length,
});

/** What a view may see of it; null while there is nothing to show. */
export function viewOf(room: Room, pending: readonly OutboxEntry[]): RoomView | null {
  const { id, about, timeline, online, onlineCount, unread } = room;
  if (about === null) return null;
  const { position, messages, more, resyncs } = timeline;
  return { id, ...about, position, messages, more, resyncs, pending, online, onlineCount, unread };
}
