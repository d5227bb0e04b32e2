import type { Message, Trail, Trails } from "@hubbub/protocol";

/**
 * Hands messages of one room, in order of seq, to all who are in it. At most once: the log is the truth. `trails` is
 * undefined where none of them is followed.
 */
export type Broadcast = (room: string, epoch: string, messages: readonly Message[], trails: Trails | undefined) => void;

/** When gathered messages leave. */
export interface Rhythm {
  /** Calls back once, at the end of this turn of the event loop. */
  readonly endOfTurn: (run: () => void) => void;
  /** Calls back once. */
  readonly after: (ms: number, run: () => void) => void;
}

/** What is gathered of one room and epoch until its next batch leaves. */
interface Gathering {
  readonly room: string;
  readonly epoch: string;
  readonly messages: Map<number, Message>;
  trails: Record<number, Trail> | undefined;
}

/** A room has a batch at most this often: enough that a busy one costs a packet for many messages, and nobody sees it. */
export const batchEveryMs = 20;

export const systemRhythm: Rhythm = {
  endOfTurn: run => void setImmediate(run),
  after: (ms, run) => void setTimeout(run, ms).unref(),
};

/**
 * Gathers messages into one batch a room. In a room at rest a batch leaves at the end of the turn; what follows
 * within {@link batchEveryMs} leaves at the end of that time, together.
 */
export class Batches {
  readonly #leave: Broadcast;
  readonly #rhythm: Rhythm;
  readonly #gatherings = new Map<string, Gathering>();

  constructor(leave: Broadcast, rhythm: Rhythm) {
    this.#leave = leave;
    this.#rhythm = rhythm;
  }

  /** `trail`: how the message is followed, if it is. */
  add(room: string, epoch: string, message: Message, trail?: Trail): void {
    const key = `${room} ${epoch}`;
    const known = this.#gatherings.get(key);
    const gathering = known ?? { room, epoch, messages: new Map(), trails: undefined };
    gathering.messages.set(message.seq, message);
    if (trail !== undefined) {
      gathering.trails ??= {};
      gathering.trails[message.seq] = trail;
    }
    if (known !== undefined) return;
    this.#gatherings.set(key, gathering);
    this.#rhythm.endOfTurn(() => this.#tick(key, gathering));
  }

  /** What is gathered leaves now. */
  flush(): void {
    for (const gathering of this.#gatherings.values()) this.#send(gathering);
  }

  #tick(key: string, gathering: Gathering): void {
    if (gathering.messages.size === 0) {
      this.#gatherings.delete(key);
      return;
    }
    this.#send(gathering);
    this.#rhythm.after(batchEveryMs, () => this.#tick(key, gathering));
  }

  #send(gathering: Gathering): void {
    const { room, epoch, messages, trails } = gathering;
    if (messages.size === 0) return;
    const batch = [...messages.values()].sort((a, b) => a.seq - b.seq);
    messages.clear();
    gathering.trails = undefined;
    this.#leave(room, epoch, batch, trails);
  }
}
