/** What a timeline shows, made of what a room holds. Pure. */
import type { OutboxEntry, RoomView } from "@hubbub/client";
import type { User, WireError } from "@hubbub/protocol";
import { startOfDay } from "./dates.ts";

export interface Entry {
  readonly kind: "entry";
  /** Stays the same from the first try to the message in the log, so that nothing flickers. */
  readonly key: string;
  readonly clientMessageId: string;
  /** Null while it is not in the log. */
  readonly seq: number | null;
  readonly user: User;
  readonly mine: boolean;
  /** Begins what one person says in one go: it stands under their name and the time. */
  readonly first: boolean;
  readonly text: string;
  readonly at: number;
  readonly editedAt: number | null;
  readonly removed: boolean;
  readonly status: "received" | "sent" | "sending" | "failed";
  /** What is on its way or has failed: the message itself, or a change of it; by its id in the outbox. */
  readonly outgoing: OutboxEntry["kind"] | null;
  readonly outgoingId: string | null;
  readonly error: WireError | null;
}

export interface Divider {
  /** `gap`: history could not be recovered here. */
  readonly kind: "day" | "new" | "gap";
  readonly key: string;
  /** The first moment after it. */
  readonly at: number;
}

export type Row = Entry | Divider;

/** A message of one's own that is in the log: its words can be changed, or taken back. */
export type OwnEntry = Entry & { readonly seq: number };

export const isOwnEntry = (row: Row): row is OwnEntry =>
  row.kind === "entry" && row.mine && row.seq !== null && !row.removed;

/** What was unread when somebody began to read: beyond `from`, up to `to`. */
export interface NewSpan {
  readonly from: number;
  readonly to: number;
}

/** Whether two entries look the same. */
export const isSameEntry = (a: Entry, b: Entry): boolean =>
  (Object.keys(a) as (keyof Entry)[]).every(key => a[key] === b[key]);

/** Messages of one sender within this many ms of each other stand together. */
const groupSpan = 5 * 60_000;

/** Messages by day and sender, then those on their way; dividers before what is new, and before the seq `gap`. */
export function timelineRows(room: RoomView, me: User, unread: NewSpan | null, gap?: number): Row[] {
  const rows: Row[] = [];
  let day = Number.NaN;
  let last: Entry | null = null;
  let isDivided = unread === null;
  let isWhole = gap === undefined;

  for (const said of entriesOf(room, me)) {
    const today = startOfDay(said.at);
    // The clocks of replicas differ a little: what was said before midnight by one of them stays below the new day.
    if (!(today <= day)) {
      // Where there is more, the day of the first message began earlier.
      if (rows.length > 0 || !room.more) rows.push({ kind: "day", key: `day ${today}`, at: said.at });
      day = today;
      last = null;
    }
    if (!isWhole && said.seq !== null && said.seq >= (gap ?? 0)) {
      isWhole = true;
      // Above the first message it is said already.
      if (rows.some(({ kind }) => kind === "entry")) rows.push({ kind: "gap", key: `gap ${gap}`, at: said.at });
      last = null;
    }
    if (!isDivided && !said.mine && isWithin(said.seq, unread)) {
      isDivided = true;
      // As with the day: where it is the first of what is loaded, what is new began earlier.
      if (rows.length > 0 || !room.more) rows.push({ kind: "new", key: "new", at: said.at });
      last = null;
    }
    const first: boolean = last === null || last.user.id !== said.user.id || said.at - last.at > groupSpan;
    last = { ...said, first };
    rows.push(last);
  }
  return rows;
}

const isWithin = (seq: number | null, span: NewSpan | null): boolean =>
  seq !== null && span !== null && seq > span.from && seq <= span.to;

function* entriesOf(room: RoomView, me: User): Generator<Omit<Entry, "first">> {
  const known = new Set<string>();
  const changes = new Map(room.pending.map(entry => [entry.target, entry]));
  for (const { seq, user, clientMessageId, text, at, editedAt, isRemoved } of room.messages) {
    const mine = user.id === me.id;
    if (mine) known.add(clientMessageId);
    yield {
      kind: "entry",
      key: `${user.id} ${clientMessageId}`,
      clientMessageId,
      ...{ seq, user, mine, text, at, editedAt, removed: isRemoved },
      ...{ status: mine ? "sent" : "received", outgoing: null, outgoingId: null, error: null },
      ...changed(changes.get(seq)),
    };
  }
  for (const { kind, clientMessageId, text, at, status, error } of room.pending) {
    if (kind !== "text" || known.has(clientMessageId)) continue;
    yield {
      kind: "entry",
      key: `${me.id} ${clientMessageId}`,
      clientMessageId,
      ...{ seq: null, user: me, mine: true, text, at, editedAt: null, removed: false },
      ...{ status, outgoing: kind, outgoingId: clientMessageId, error },
    };
  }
}

/** How a message looks while a change of it is on its way, or after the change was refused. */
function changed(change: OutboxEntry | undefined): Partial<Entry> {
  if (change === undefined) return {};
  const { kind, text, at, status, error, clientMessageId } = change;
  const isEdit = kind === "edit" && status === "sending";
  return {
    ...(isEdit ? { text, editedAt: at } : {}),
    ...{ status, outgoing: kind, outgoingId: clientMessageId, error },
  };
}
