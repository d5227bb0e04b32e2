import type { Message } from "@hubbub/protocol";

/** A receipt waits at most so long for its broadcast. */
const patienceMs = 50;

interface Waiting {
  readonly room: string;
  readonly seq: number;
  readonly tell: (taken: Promise<number | undefined> | undefined) => void;
}

interface Left {
  readonly seqs: ReadonlySet<number>;
  readonly taken: Promise<number | undefined>;
}

/**
 * How many replicas took the broadcast of a message, for its receipt. Only a broadcast that leaves at once is waited for:
 * in a room that had one in the last moments the next gathers messages first, and a receipt does not wait for that.
 */
export class Takings {
  /** The broadcasts of this turn of the event loop, by room and epoch. */
  readonly #left = new Map<string, Left>();
  #waiting: Waiting[] = [];
  #isDue = false;

  /** A broadcast leaves; `taken` may reject. */
  leave(room: string, epoch: string, messages: readonly Message[], taken: Promise<number>): void {
    const seqs = new Set(messages.map(({ seq }) => seq));
    this.#left.set(`${room} ${epoch}`, { seqs, taken: within(taken) });
    this.#schedule();
  }

  /** Ask it in the turn in which the message was published. Undefined where it is not known soon. */
  of(room: string, epoch: string, seq: number): Promise<number | undefined> {
    this.#schedule();
    return new Promise(tell => {
      this.#waiting.push({ room: `${room} ${epoch}`, seq, tell });
    });
  }

  /** After everything that leaves at the end of this turn. */
  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => setImmediate(() => this.#tell()));
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#isDue = false;
    for (const { room, seq, tell } of waiting) {
      const left = this.#left.get(room);
      tell(left?.seqs.has(seq) ? left.taken : undefined);
    }
    this.#left.clear();
  }
}

/** Undefined where it takes too long, or fails. */
function within(taken: Promise<number>): Promise<number | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, patienceMs, undefined);
    const end = (receivers: number | undefined) => {
      clearTimeout(timer);
      resolve(receivers);
    };
    taken.then(end, () => end(undefined));
  });
}
