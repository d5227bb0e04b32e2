import type { Message } from "@hubbub/protocol";
import type { Appended, NewMessage } from "./room-log.ts";

/** Hands messages of one room, in order of seq, to all who are in it. At most once: the log is the truth. */
export type Broadcast = (room: string, epoch: string, messages: readonly Message[]) => void;

export interface PublisherParts {
  readonly log: { append(message: NewMessage): Promise<Appended> };
  readonly broadcast: Broadcast;
  /** Told of a broadcast that threw: its messages are in the log and will be found there. */
  readonly onFault: (fault: unknown) => void;
}

/** What waits for the end of this turn of the event loop, of one room and epoch. */
interface Batch {
  readonly room: string;
  readonly epoch: string;
  readonly messages: Map<number, Message>;
}

/** Publish = append to the log, then broadcast. What is appended in one turn of the event loop leaves as one batch. */
export class Publisher {
  readonly #parts: PublisherParts;
  #batches = new Map<string, Batch>();

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  /** Resolves as soon as the log has the message. A retry finds the message of then, and it is broadcast again. */
  async publish(message: NewMessage): Promise<Appended> {
    const appended = await this.#parts.log.append(message);
    this.#gather(message.room, appended);
    return appended;
  }

  #gather(room: string, { epoch, message }: Appended): void {
    if (this.#batches.size === 0) setImmediate(() => this.#flush());
    const key = `${room} ${epoch}`;
    const batch = this.#batches.get(key) ?? { room, epoch, messages: new Map() };
    batch.messages.set(message.seq, message);
    this.#batches.set(key, batch);
  }

  #flush(): void {
    const batches = this.#batches;
    this.#batches = new Map();
    for (const { room, epoch, messages } of batches.values()) {
      try {
        this.#parts.broadcast(
          room,
          epoch,
          [...messages.values()].sort((a, b) => a.seq - b.seq),
        );
      } catch (fault) {
        this.#parts.onFault(fault);
      }
    }
  }
}
