/** One room as the client holds it: pure, a new object at each change. */
import type { Joined, PresenceDiff, User, WelcomeRoom } from "@hubbub/protocol";
import { nobody, type RoomPresence, withDiff as withPresenceDiff, withSnapshot } from "./presence.ts";
import { nothingRead, type Reading } from "./reading.ts";
import { beginAt, type Timeline } from "./timeline.ts";
import type { OutboxEntry, RoomView } from "./types.ts";

/** What a replica said of a room. */
export type About = Pick<RoomView, "kind" | "title" | "owner" | "mutedUntil">;

export interface Room {
  readonly id: string;
  /** Null until a replica has said what room this is; such a room is not shown. */
  readonly about: About | null;
  readonly timeline: Timeline;
  readonly presence: RoomPresence;
  readonly typing: readonly User[];
  readonly reading: Reading;
}

const unseen = { presence: nobody, typing: [], reading: nothingRead };

export const aboutOf = ({ kind, title, owner, muted }: WelcomeRoom | Joined): About => ({
  kind,
  title,
  owner,
  mutedUntil: muted ?? null,
});

/** A room of the user's that nothing is read of yet. */
export const welcomedRoom = (room: WelcomeRoom): Room => ({
  ...unseen,
  id: room.id,
  about: aboutOf(room),
  timeline: beginAt(room.position),
});

/** A room that the user entered on another device, or that somebody opened with them. */
export const strangeRoom = (id: string, timeline: Timeline): Room => ({ ...unseen, id, about: null, timeline });

export const withAnswer = (room: Room, joined: Joined): Room => ({
  ...room,
  about: aboutOf(joined),
  presence: withSnapshot(room.presence, joined.presence),
});

/** What is not known of yet stays so: the answer that is on its way will tell it all. */
export const withChange = (room: Room, change: Partial<About>): Room =>
  room.about === null ? room : { ...room, about: { ...room.about, ...change } };

export const withDiff = (room: Room, diff: PresenceDiff): Room => ({
  ...room,
  presence: withPresenceDiff(room.presence, diff),
});

/** What a view may see of it; null while there is nothing to show. */
export function viewOf(room: Room, pending: readonly OutboxEntry[]): RoomView | null {
  const { id, about, timeline, presence, typing, reading } = room;
  if (about === null) return null;
  const { position, shown, more, resyncs } = timeline;
  const { read, unread } = reading;
  const log = { position, messages: shown, more, resyncs };
  return { id, ...about, ...log, pending, ...presence, typing, read, unread };
}
