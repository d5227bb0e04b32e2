/**
 * The judge of presence: pure. It is told when who had an open connection, and whom each watcher was shown when; each
 * watcher stands for the replica that it is connected to.
 */
import { type Connected, periodsOf, type Span } from "./spans.ts";

/** Whom a watcher was shown from this time on; null while it had no connection. */
export interface Sighting {
  readonly at: number;
  readonly online: ReadonlySet<string> | null;
  /** How many it was told there are. */
  readonly count: number;
}

export interface WatchTape {
  readonly watcher: string;
  readonly sightings: readonly Sighting[];
}

/** All in ms. */
export interface PresenceRules {
  /** Whoever is back within it was never away. */
  readonly graceMs: number;
  /** How long somebody may be missing who has come, and everybody to a watcher that has come. */
  readonly arriveMs: number;
  /** How long somebody may be shown who has gone. */
  readonly departMs: number;
}

export interface PresenceHistory {
  readonly people: ReadonlyMap<string, Connected>;
  readonly watchers: readonly WatchTape[];
  /** When the record ends. */
  readonly end: number;
}

/** `missing`: connected and not shown. `ghost`: shown and not connected. `miscounted`: a number that is not that of the list. */
export interface PresenceViolation {
  readonly kind: "missing" | "ghost" | "miscounted";
  readonly watcher: string;
  readonly user: string;
  readonly from: number;
  readonly to: number;
}

export interface PresenceVerdict {
  readonly violations: readonly PresenceViolation[];
  /** The longest that anybody was shown who had gone, or not shown who had come. */
  readonly rightAfter: number;
}

export function judgePresence({ people, watchers, end }: PresenceHistory, rules: PresenceRules): PresenceVerdict {
  const violations: PresenceViolation[] = [];
  let rightAfter = 0;
  for (const { watcher, sightings } of watchers) {
    const windows = windowsOf(sightings, end);
    for (const [user, connected] of people) {
      const spans = periodsOf(connected, rules.graceMs, end);
      for (const window of windows) {
        for (const mistake of mistakesOf(user, spans, window)) {
          const began = Math.max(window.from, lastTurn(mistake, spans));
          rightAfter = Math.max(rightAfter, mistake.to - began);
          if (!isExcused(mistake, spans, window, rules)) violations.push({ watcher, user, ...mistake });
        }
      }
    }
    violations.push(...windows.flatMap(window => miscounts(watcher, window, rules)));
  }
  return { violations, rightAfter };
}

/** A time in which a watcher had a connection, and whom it was shown. */
interface Window extends Span {
  readonly sightings: readonly Sighting[];
}

function windowsOf(sightings: readonly Sighting[], end: number): Window[] {
  const windows: { from: number; to: number; sightings: Sighting[] }[] = [];
  let isOpen = false;
  for (const sighting of sightings) {
    const current = windows.at(-1);
    if (sighting.online === null) {
      if (isOpen && current) current.to = sighting.at;
    } else if (isOpen) current?.sightings.push(sighting);
    else windows.push({ from: sighting.at, to: end, sightings: [sighting] });
    isOpen = sighting.online !== null;
  }
  return windows;
}

/** A time in which a watcher was not shown the truth of one user. */
interface Mistake extends Span {
  readonly kind: "missing" | "ghost";
}

function mistakesOf(user: string, spans: readonly Span[], window: Window): Mistake[] {
  const changes = [...turnsOf(spans), ...window.sightings.map(({ at }) => at)];
  const inside = changes.filter(at => at > window.from && at < window.to);
  const times = [...new Set([window.from, ...inside, window.to])].sort((a, b) => a - b);
  const mistakes: Mistake[] = [];
  for (const [index, from] of times.slice(0, -1).entries()) {
    const isThere = spans.some(span => from >= span.from && from < span.to);
    const isShown = window.sightings.findLast(({ at }) => at <= from)?.online?.has(user) ?? false;
    if (isThere === isShown) continue;
    const to = times[index + 1] ?? window.to;
    const kind = isThere ? "missing" : "ghost";
    const last = mistakes.at(-1);
    if (last?.to === from && last.kind === kind) mistakes[mistakes.length - 1] = { ...last, to };
    else mistakes.push({ kind, from, to });
  }
  return mistakes;
}

/** When the user last came or went before the mistake. */
const lastTurn = ({ from }: Mistake, spans: readonly Span[]): number =>
  turnsOf(spans).findLast(at => at <= from) ?? Number.NEGATIVE_INFINITY;

const turnsOf = (spans: readonly Span[]): number[] => spans.flatMap(({ from, to }) => [from, to]);

function isExcused(mistake: Mistake, spans: readonly Span[], window: Window, rules: PresenceRules): boolean {
  const { kind, from, to } = mistake;
  const { arriveMs, departMs } = rules;
  if (to - window.from <= arriveMs) return true;
  if (to - lastTurn(mistake, spans) <= (kind === "missing" ? arriveMs : departMs)) return true;
  // Others may know of a connection before the client itself does.
  return kind === "ghost" && spans.some(span => span.from === to) && to - from <= arriveMs;
}

function miscounts(watcher: string, window: Window, { arriveMs }: PresenceRules): PresenceViolation[] {
  return window.sightings.flatMap(({ at: from, online, count }, index) => {
    const to = window.sightings[index + 1]?.at ?? window.to;
    if (online === null || online.size === count || to - window.from <= arriveMs) return [];
    return [{ kind: "miscounted" as const, watcher, user: `${count} for ${online.size}`, from, to }];
  });
}

/** One line for a person; times are seconds from the beginning of the record. */
export function describePresence({ kind, watcher, user, from, to }: PresenceViolation): string {
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  return `${kind}: ${user}, as ${watcher} was told, from ${seconds(from)} s to ${seconds(to)} s`;
}
