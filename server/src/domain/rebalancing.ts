/**
 * After replicas were added, those that were there before have more than their part of the connections. Each decides for
 * itself, at each beat, how many of its own to send away; a balancer takes them anywhere, also back.
 */

/** How a replica stands, as it tells the others with each beat. */
export interface Standing {
  readonly connections: number;
  /** So many it takes. */
  readonly most: number;
  readonly isDraining: boolean;
}

/** What one replica knows at a beat. */
export interface Outlook {
  readonly own: Standing;
  readonly others: readonly Standing[];
  /** How many it asked to move since the last beat. */
  readonly asked: number;
  readonly now: number;
  readonly beatMs: number;
}

/** What it remembers from beat to beat. */
export interface Course {
  /** When it last decided. */
  readonly at: number;
  /** Nobody is asked before. */
  readonly restsUntil: number;
  /** Since when it has had too many; null while it has not. */
  readonly overSince: number | null;
  /** While it sends connections away. */
  readonly round: Round | null;
}

interface Round {
  /** How many it had beyond the average when it last looked whether moving helps. */
  readonly excess: number;
  /** How many it asked since. */
  readonly asked: number;
}

export interface Decision {
  readonly course: Course;
  /** So many are to be asked until the next beat. */
  readonly moves: number;
}

/** A round begins beyond both of these, over the average, and ends at the third. */
const tooMany = { part: 0.2, connections: 10 };
const enough = 0.05;
/** In beats: for so long it has to be so, because in a storm each has them all for a moment. */
const patience = 3;
/** In beats: from its start until a replica asks anybody. */
const firstRest = 5;

/** This part of its connections a second, within these bounds: so many, others take in beside their work. */
const perSecond = { part: 0.06, least: 10, most: 50 };
/** In beats: one that was late makes up for no more. */
const longestBeat = 2;

/** Whoever might be sent to a replica with more than this part of what it takes could be refused there. */
const nearlyFull = 0.9;

/** Where so many moves, and of this part of all connections, left the excess as it was, the balancer sends them back. */
const futile = { moves: 100, part: 0.05, gain: 0.05 };
/** In beats. */
const futileRest = 150;

/** Of a replica that begins now. */
export const firstCourse = (now: number, beatMs: number): Course => ({
  at: now,
  restsUntil: now + firstRest * beatMs,
  overSince: null,
  round: null,
});

export function decide(course: Course, { own, others, asked, now, beatMs }: Outlook): Decision {
  const still: Course = { ...course, at: now, overSince: null, round: null };
  const average = averageOf([own, ...others]);
  const excess = own.connections - average;
  if (now < course.restsUntil || !canMove(own, others)) return stay(still);
  if (course.round === null) {
    const isOver = excess > Math.max(average * tooMany.part, tooMany.connections);
    if (!isOver) return stay(still);
    const overSince = course.overSince ?? now;
    if (now - overSince < patience * beatMs) return stay({ ...still, overSince });
  }
  if (excess <= Math.max(average * enough, 1)) return stay(still);
  const round = goesOn(course.round ?? { excess, asked: 0 }, asked, excess, own);
  if (round === null) return stay({ ...still, restsUntil: now + futileRest * beatMs });
  const quota = (rateOf(own) * Math.min(now - course.at, longestBeat * beatMs)) / 1_000;
  return {
    course: { ...still, round },
    moves: Math.round(Math.min(excess, quota)),
  };
}

/** A connection, as far as it matters here. */
export interface Movable {
  /** When it came, in ms since 1970. */
  readonly since: number;
  /** When its client last asked something, or came. */
  readonly askedAt: number;
  /** Open, and everything that its client asked is answered. */
  readonly isAtRest: boolean;
}

/** In beats: whoever came just now perhaps was moved here, and would be taken back here by a balancer that counts. */
const settling = 15;
const quietMs = 3_000;

/** Those to ask, of all in the order in which they came: the newest first, but ahead of all who is quiet. */
export function choose<Kind extends Movable>(
  connections: Iterable<Kind>,
  count: number,
  { now, beatMs }: Pick<Outlook, "now" | "beatMs">,
): Kind[] {
  const isSettled = ({ since, isAtRest }: Kind) => isAtRest && now - since >= settling * beatMs;
  const isQuiet = ({ askedAt }: Kind) => now - askedAt >= quietMs;
  const settled = [...connections].filter(isSettled).reverse();
  const quiet = settled.filter(isQuiet);
  if (quiet.length >= count) return quiet.slice(0, count);
  return [...quiet, ...settled.filter(each => !isQuiet(each))].slice(0, count);
}

const stay = (course: Course): Decision => ({ course, moves: 0 });

const averageOf = (all: readonly Standing[]): number =>
  all.reduce((sum, { connections }) => sum + connections, 0) / all.length;

const canMove = (own: Standing, others: readonly Standing[]): boolean =>
  others.length > 0 &&
  ![own, ...others].some(({ isDraining }) => isDraining) &&
  others.every(({ connections, most }) => connections < most * nearlyFull);

/** Null where the last so many moves were of no use. */
function goesOn({ excess: before, asked: sum }: Round, asked: number, excess: number, own: Standing): Round | null {
  const moves = sum + asked;
  if (moves < Math.max(futile.moves, own.connections * futile.part)) return { excess: before, asked: moves };
  return before - excess < moves * futile.gain ? null : { excess, asked: 0 };
}

const rateOf = ({ connections }: Standing): number =>
  Math.min(perSecond.most, Math.max(perSecond.least, connections * perSecond.part));
