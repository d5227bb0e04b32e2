/** What a timeline shows, made of what a room holds. Pure. */
import type { RoomView } from "@hubbub/client";
import type { User, WireError } from "@hubbub/protocol";
import { startOfDay } from "./dates.ts";

export interface Entry {
  /** Stays the same from the first try to the message in the log, so that nothing flickers. */
  readonly key: string;
  readonly clientMessageId: string;
  readonly text: string;
  readonly at: number;
  readonly status: "received" | "sent" | "sending" | "failed";
  readonly error: WireError | null;
}

export interface Group {
  readonly kind: "group";
  readonly key: string;
  readonly user: User;
  readonly mine: boolean;
  readonly entries: readonly Entry[];
}

export type Row = Group | { readonly kind: "day"; readonly key: string; readonly at: number };

/** Whether two groups of one key look the same. What a message says never changes. */
export const isSameGroup = (a: Group, b: Group): boolean =>
  a.entries.length === b.entries.length &&
  a.entries.every((entry, index) => {
    const other = b.entries[index];
    return entry.key === other?.key && entry.status === other.status && entry.error === other.error;
  });

/** Messages of one sender within this many ms of each other stand together. */
const groupSpan = 5 * 60_000;

/** Messages by day and sender, then those on their way. */
export function timelineRows(room: RoomView, me: User): Row[] {
  const rows: Row[] = [];
  let day = Number.NaN;
  let group: { user: User; last: number; entries: Entry[] } | null = null;

  const add = (user: User, entry: Entry) => {
    const today = startOfDay(entry.at);
    const newDay = today !== day;
    if (newDay) rows.push({ kind: "day", key: `day ${today} ${entry.key}`, at: entry.at });
    day = today;
    if (newDay || group === null || group.user.id !== user.id || entry.at - group.last > groupSpan) {
      group = { user, last: entry.at, entries: [] };
      rows.push({ kind: "group", key: entry.key, user, mine: user.id === me.id, entries: group.entries });
    }
    group.entries.push(entry);
    group.last = entry.at;
  };

  for (const { user, entry } of entriesOf(room, me)) add(user, entry);
  return rows;
}

function* entriesOf(room: RoomView, me: User): Generator<{ user: User; entry: Entry }> {
  const known = new Set<string>();
  for (const message of room.messages) {
    if (message.kind !== "text") continue;
    const { user, clientMessageId, text, at } = message;
    const mine = user.id === me.id;
    if (mine) known.add(clientMessageId);
    const key = `${user.id} ${clientMessageId}`;
    yield { user, entry: { key, clientMessageId, text, at, status: mine ? "sent" : "received", error: null } };
  }
  for (const { clientMessageId, text, at, status, error } of room.pending) {
    if (known.has(clientMessageId)) continue;
    yield { user: me, entry: { key: `${me.id} ${clientMessageId}`, clientMessageId, text, at, status, error } };
  }
}
