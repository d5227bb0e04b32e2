/** One client in one room from its entering until its leaving: what of the log it was told, and in which order. */
import type { Known } from "./evidence.ts";

/** A part of one epoch that was promised without holes: everything after `start`. */
interface Segment {
  readonly epoch: string;
  start: number;
  /** The last place that was told, or `start`. */
  last: number;
  /** Whether `start` still waits for the first message of the page that came with a resync. */
  awaitsPage: boolean;
  /** When it began. */
  readonly at: number;
  /** Places at or below `last` that were passed over. */
  readonly missing: Set<number>;
}

/** What is wrong with one delivery; null where it is the next one. */
export type Fault = "doubled" | "out of order" | "another epoch" | null;

/** How a message stands to this client. */
export type Standing = "told" | "lost" | "not due" | "covered by a resync";

export class Stay {
  readonly #segments: Segment[];
  readonly #enteredAt: number;
  #isOpen = true;

  constructor(epoch: string, seq: number, at: number) {
    this.#enteredAt = at;
    this.#segments = [segment(epoch, seq, at, false)];
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Left, or closed: what was not told by now is not due any more. */
  end(): void {
    this.#isOpen = false;
  }

  resync(epoch: string, seq: number, at: number): void {
    this.#segments.push(segment(epoch, seq, at, true));
  }

  deliver(epoch: string, seq: number, at: number): Fault {
    const now = this.#now;
    if (epoch !== now.epoch) {
      this.#segments.push({ ...segment(epoch, seq - 1, at, false), last: seq });
      return "another epoch";
    }
    if (now.awaitsPage && seq <= now.last) now.start = now.last = seq - 1;
    now.awaitsPage = false;
    if (seq > now.last) {
      for (let passed = now.last + 1; passed < seq; passed += 1) now.missing.add(passed);
      now.last = seq;
      return null;
    }
    return now.missing.delete(seq) || seq <= now.start ? "out of order" : "doubled";
  }

  standing({ epoch, seq, at }: Known): Standing {
    const visits = this.#segments.filter(each => each.epoch === epoch);
    const visit = visits.find(({ start, last }) => seq > start && seq <= last);
    if (visit !== undefined) return visit.missing.has(seq) ? "lost" : "told";
    const now = this.#now;
    if (visits.length === 0) return this.#strange(at);
    if (now.epoch === epoch && seq > now.last) return this.#isOpen ? "lost" : "not due";
    const [first] = this.#segments;
    return first?.epoch === epoch && seq <= first.start ? "not due" : "covered by a resync";
  }

  /** Places that were passed over, of which nobody knows a message. */
  holes(isKnown: (epoch: string, seq: number) => boolean): { epoch: string; seq: number }[] {
    return this.#segments.flatMap(({ epoch, missing }) =>
      [...missing].filter(seq => !isKnown(epoch, seq)).map(seq => ({ epoch, seq })),
    );
  }

  /** A message of an epoch that this client has never seen anything of. */
  #strange(at: number): Standing {
    if (at < this.#enteredAt) return "not due";
    if (this.#segments.some((each, index) => index > 0 && each.at >= at)) return "covered by a resync";
    return this.#isOpen ? "lost" : "not due";
  }

  get #now(): Segment {
    const last = this.#segments.at(-1);
    if (last === undefined) throw new Error("A stay has a segment from its beginning.");
    return last;
  }
}

const segment = (epoch: string, seq: number, at: number, awaitsPage: boolean): Segment => ({
  epoch,
  start: seq,
  last: seq,
  awaitsPage,
  at,
  missing: new Set(),
});
