/**
 * The judge of a history: pure. It is told what was sent, acked and delivered, and nothing of how the product works.
 *
 * Every message that is known to be in a log is delivered to each client that was in the room, exactly once and in
 * order of seq, or that client was told a resync that covers it. What it shows at the end is what the log comes to.
 */
import { Evidence, type Known } from "./evidence.ts";
import type { History, Line, LogRead, Tape } from "./record.ts";
import { Stay } from "./stay.ts";
import type { Violation } from "./violations.ts";
import { wordsOf } from "./words.ts";

export interface Rules {
  /** Whether history was trimmed or wiped, so that a client may be told that it is missing something. */
  readonly mayResync: boolean;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  /** Messages that were acked. */
  readonly acked: number;
  /** What all clients were told together. */
  readonly delivered: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly resyncs: number;
}

export function check(history: History, rules: Rules): Verdict {
  const evidence = new Evidence(history);
  const violations = [
    ...history.tapes.flatMap(tape => followed(tape, evidence, rules)),
    ...history.tapes.flatMap(tape => answered(tape, evidence, history.logs)),
    ...placed(history, evidence),
    ...history.logs.flatMap(log => read(log, history)),
    ...wordsOf(history),
  ];
  const lines = history.tapes.flatMap(tape => tape.lines);
  const count = (type: Line["type"]) => lines.filter(line => line.type === type).length;
  const found = (...kinds: Violation["kind"][]) => violations.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    violations,
    acked: new Set(lines.flatMap(line => (line.type === "acked" ? [line.id] : []))).size,
    delivered: count("delivered"),
    lost: found("lost", "not in the log"),
    doubled: found("doubled", "two places"),
    outOfOrder: found("out of order"),
    resyncs: count("resync"),
  };
}

/** One client's deliveries, room by room. */
function followed({ client, lines }: Tape, evidence: Evidence, { mayResync }: Rules): Violation[] {
  const violations: Violation[] = [];
  const stays = new Map<string, Stay[]>();
  const current = (room: string) => stays.get(room)?.at(-1);
  for (const line of lines) {
    if (line.type === "entered") {
      const stay = new Stay(line.epoch, line.seq, line.at);
      stays.set(line.room, [...(stays.get(line.room) ?? []), stay]);
    } else if (line.type === "delivered") {
      const { room, epoch, seq, id, at } = line;
      const fault = current(room)?.deliver(epoch, seq, at) ?? null;
      if (fault !== null) violations.push({ kind: fault, client, room, epoch, seq, id, at });
    } else if (line.type === "resync") {
      current(line.room)?.resync(line.epoch, line.seq, line.at);
      if (!mayResync) violations.push({ kind: "needless resync", client, room: line.room, at: line.at });
    } else if (line.type === "left") current(line.room)?.end();
    else if (line.type === "closed") for (const room of stays.keys()) current(room)?.end();
  }
  for (const [room, of] of stays) violations.push(...missed(client, room, of, evidence));
  return violations;
}

function missed(client: string, room: string, stays: readonly Stay[], evidence: Evidence): Violation[] {
  const known = evidence.known.get(room) ?? [];
  const isKnown = (epoch: string, seq: number) => evidence.find(room, epoch, seq) !== undefined;
  return stays.flatMap(stay => [
    ...known
      .filter(message => stay.standing(message) === "lost")
      .map(({ epoch, seq, id }): Violation => ({ kind: "lost", client, room, epoch, seq, id })),
    ...stay.holes(isKnown).map((hole): Violation => ({ kind: "hole", client, room, ...hole })),
  ]);
}

/** Whether each send had an answer that is true, be it its own delivery, and the client is there at the end. */
function answered({ client, lines }: Tape, evidence: Evidence, logs: readonly LogRead[]): Violation[] {
  const violations: Violation[] = [];
  const waiting = new Map<string, string>();
  let isAway = false;
  for (const line of lines) {
    if (line.type === "sent") waiting.set(line.id, line.room);
    else if (line.type === "acked" || line.type === "delivered") waiting.delete(line.id);
    else if (line.type === "refused") {
      waiting.delete(line.id);
      const { id, code } = line;
      const places = line.known ? (evidence.placesOf.get(id) ?? []) : [];
      const place = places.find(known => !isOver(known, logs));
      if (place !== undefined) violations.push({ kind: "refused but logged", client, code, ...named(place) });
    } else if (line.type === "lost") isAway = true;
    else if (line.type === "online" || line.type === "closed") isAway = false;
  }
  for (const [id, room] of waiting) violations.push({ kind: "unanswered", client, room, id });
  if (isAway) violations.push({ kind: "not back", client });
  return violations;
}

/** Whether each place has one message, and each message one place. */
function placed({ tapes }: History, { conflicts, placesOf }: Evidence): Violation[] {
  const sent = new Set(tapes.flatMap(({ lines }) => lines.flatMap(line => (line.type === "sent" ? [line.id] : []))));
  const violations = conflicts.map(
    ({ first, second }): Violation => ({ kind: "conflict", ...named(first), other: second.id }),
  );
  for (const [id, [first, ...others]] of placesOf) {
    if (first === undefined) continue;
    if (!sent.has(id)) violations.push({ kind: "never sent", ...named(first) });
    for (const other of others) {
      const isSameLog = other.room === first.room && other.epoch === first.epoch;
      if (isSameLog) violations.push({ kind: "two places", ...named(first), other: other.seq });
    }
  }
  return violations;
}

/** Whether the log, as it stood at the end, is whole and has what was acked. */
function read({ at, room, epoch, head, entries }: LogRead, { tapes }: History): Violation[] {
  const violations: Violation[] = [];
  const ids = new Map(entries.map(({ seq, id }) => [seq, id]));
  const first = entries[0]?.seq ?? head + 1;
  for (let seq = first; seq <= head; seq += 1) {
    if (!ids.has(seq)) violations.push({ kind: "hole", client: "the log", room, epoch, seq });
  }
  for (const { client, lines } of tapes) {
    for (const line of lines) {
      if (line.type !== "acked" || line.room !== room || line.epoch !== epoch || line.at > at) continue;
      const { seq, id } = line;
      if (seq >= first && ids.get(seq) !== id)
        violations.push({ kind: "not in the log", client, room, epoch, seq, id });
    }
  }
  return violations;
}

/** Of a log that was wiped nothing can be known when the message is refused later. */
const isOver = ({ room, epoch }: Known, logs: readonly LogRead[]): boolean =>
  logs.some(log => log.room === room && log.epoch !== epoch);

const named = ({ room, epoch, seq, id }: Known) => ({ room, epoch, seq, id });
