import type { History, Line, Tape } from "./record.ts";

interface Head {
  readonly epoch: string;
  readonly seq: number;
}

/** The head of a room from `at` on, as far as acks show it. */
interface Move extends Head {
  readonly at: number;
}

type Moves = ReadonlyMap<string, readonly Move[]>;

/**
 * How long each recovery took, in ms: from the loss of a connection, or from when its way was open again, until
 * the client was connected and had been told everything, in all of its rooms, that was acked before its return.
 */
export function recoveryTimes({ tapes }: History): number[] {
  const moves = movesOf(tapes);
  return tapes.flatMap(tape => recoveriesOf(tape, moves));
}

/** Mutable while one tape is read. */
interface Progress {
  readonly places: Map<string, Head>;
  /** Since when something is missing; null while nothing is. */
  since: number | null;
  /** What has to be reached; null while there is no connection. */
  due: Map<string, Head> | null;
}

function recoveriesOf({ lines }: Tape, moves: Moves): number[] {
  const times: number[] = [];
  const progress: Progress = { places: new Map(), since: null, due: null };
  for (const line of lines) {
    follow(progress, line, moves);
    const { places, since, due } = progress;
    if (since === null || due === null) continue;
    if ([...due].some(([room, head]) => isBehind(places.get(room), head))) continue;
    times.push(line.at - since);
    progress.since = null;
    progress.due = null;
  }
  return times;
}

function follow(progress: Progress, line: Line, moves: Moves): void {
  const { places } = progress;
  if (line.type === "lost") {
    progress.since ??= line.at;
    progress.due = null;
  } else if (line.type === "reachable") {
    if (progress.since !== null && progress.due === null) progress.since = line.at;
  } else if (line.type === "online") {
    if (progress.since !== null) progress.due = headsAt(line.at, places.keys(), moves);
  } else if (line.type === "closed") {
    places.clear();
    progress.since = null;
  } else if (line.type === "left") places.delete(line.room);
  else if (line.type === "entered" || line.type === "delivered" || line.type === "resync") places.set(line.room, line);
}

/** In another epoch than was due nothing of it can come any more. */
const isBehind = (place: Head | undefined, head: Head): boolean =>
  place !== undefined && place.epoch === head.epoch && place.seq < head.seq;

function movesOf(tapes: readonly Tape[]): Moves {
  const acks = tapes.flatMap(({ lines }) => lines.filter(line => line.type === "acked"));
  const moves = new Map<string, Move[]>();
  for (const { room, epoch, seq, at } of acks.sort((a, b) => a.at - b.at)) {
    const before = moves.get(room) ?? [];
    const head = before.at(-1);
    if (head === undefined || head.epoch !== epoch || head.seq < seq) before.push({ epoch, seq, at });
    moves.set(room, before);
  }
  return moves;
}

function headsAt(at: number, rooms: Iterable<string>, moves: Moves): Map<string, Head> {
  const heads = new Map<string, Head>();
  for (const room of rooms) {
    const head = moves.get(room)?.findLast(move => move.at <= at);
    if (head !== undefined) heads.set(room, head);
  }
  return heads;
}

/** `share` in [0, 1]; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
