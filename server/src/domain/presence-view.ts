/** Who is in a room, as the connections of this replica were told it. Pure: a new view with each reading. */
import type { Departed, PresenceDiff, PresenceSnapshot, PresentUser, User } from "@hubbub/protocol";
import type { PresenceChange, PresenceReading } from "./ports.ts";

export interface PresenceView {
  /** Of the reading that it stems from; "" before the first. */
  readonly place: string;
  /** Everybody, or null where they are too many and only counted. */
  readonly online: ReadonlyMap<string, PresentUser> | null;
  readonly count: number;
  /** Who went with the last reading. */
  readonly departed: readonly Departed[];
  /**
   * Since when Redis, which lost its data, may lack people who are here all the same; null while it does not. Until every
   * replica has had the time to tell it again, whoever is missing is kept.
   */
  readonly unsureSince: number | null;
}

export const emptyView: PresenceView = { place: "", online: new Map(), count: 0, departed: [], unsureSince: null };

export interface ViewRules {
  readonly now: number;
  /** How long a view is unsure. */
  readonly unsureMs: number;
}

/** Whether the time is over in which people may be missing. Only the whole list can then tell. */
export const isToBeSettled = ({ unsureSince }: PresenceView, { now, unsureMs }: ViewRules): boolean =>
  unsureSince !== null && now >= unsureSince + unsureMs;

export function advance(view: PresenceView, reading: PresenceReading, rules: ViewRules): PresenceView {
  const isSettled = isToBeSettled(view, rules) && !reading.isLost;
  const unsureSince = reading.isLost ? rules.now : isSettled ? null : view.unsureSince;
  const keeps = unsureSince !== null;
  const next = { ...view, place: reading.place, departed: [], unsureSince };
  if (reading.kind === "count" || (keeps && view.online === null)) {
    return { ...next, online: null, count: keeps ? Math.max(view.count, reading.count) : reading.count };
  }
  const before = view.online ?? new Map<string, PresentUser>();
  if (reading.kind === "changes") return withChanges(next, before, reading.changes);
  const online = new Map<string, PresentUser>();
  const gone = new Set<string>();
  for (const person of reading.people) {
    if (person.state === "offline") gone.add(person.user.id);
    else online.set(person.user.id, presentUser(person));
  }
  const missing = [...before.values()].filter(({ id }) => !online.has(id));
  if (keeps) for (const user of missing) if (!gone.has(user.id)) online.set(user.id, user);
  const lastSeen = view.unsureSince ?? rules.now;
  const departed = missing.filter(({ id }) => !online.has(id)).map(({ id }) => ({ id, lastSeen }));
  return { ...next, online, count: online.size, departed };
}

function withChanges(
  next: PresenceView,
  before: ReadonlyMap<string, PresentUser>,
  changes: readonly PresenceChange[],
): PresenceView {
  const online = new Map(before);
  const departed = new Map<string, Departed>();
  for (const change of changes) {
    const { id } = change.user;
    departed.delete(id);
    if (change.state !== "offline") online.set(id, presentUser(change));
    else if (online.delete(id) && before.has(id)) departed.set(id, { id, lastSeen: change.lastSeen });
  }
  return { ...next, online, count: online.size, departed: [...departed.values()] };
}

const presentUser = ({ user, state }: PresenceChange): PresentUser =>
  state === "away" ? { ...user, away: true } : user;

const snapshots = new WeakMap<PresenceView, PresenceSnapshot>();

/** One for each view: what a crowd is told is made once, and can be known again. */
export function snapshotOf(view: PresenceView): PresenceSnapshot {
  const { online, count } = view;
  const snapshot = snapshots.get(view) ?? { online: [...(online?.values() ?? [])], count };
  snapshots.set(view, snapshot);
  return snapshot;
}

/** The user is there, even where the snapshot does not know it yet. */
export function including(snapshot: PresenceSnapshot, user: User): PresenceSnapshot {
  const { online, count } = snapshot;
  const isKnown = online.some(({ id }) => id === user.id) || online.length < count;
  return isKnown ? snapshot : { ...snapshot, online: [...online, user], count: count + 1 };
}

/** What those have to be told who know one of these views; null where that is nothing. */
export function diffBetween(
  room: string,
  known: readonly PresenceView[],
  after: PresenceView,
  now: number,
): PresenceDiff | null {
  const { count, online: present } = after;
  if (present === null) {
    const isKnown = known.every(view => view.online === null && view.count === count);
    return isKnown ? null : { room, online: [], offline: [], count, countOnly: true };
  }
  const online = [...present.values()].filter(user => known.some(view => !isSame(user, view.online?.get(user.id))));
  const offline = new Map(after.departed.map(each => [each.id, each]));
  for (const id of known.flatMap(view => [...(view.online?.keys() ?? [])])) {
    if (!present.has(id) && !offline.has(id)) offline.set(id, { id, lastSeen: now });
  }
  const isKnown = known.every(view => view.online !== null) && online.length === 0 && offline.size === 0;
  return isKnown ? null : { room, online, offline: [...offline.values()], count };
}

const isSame = (user: PresentUser, known: PresentUser | undefined): boolean =>
  known !== undefined && user.away === known.away;
