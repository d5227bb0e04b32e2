import type { Trail } from "@hubbub/protocol";
import { Batches, type Broadcast, type Rhythm, systemRhythm } from "./batches.ts";
import type { Appended, NewMessage } from "./room-log.ts";

export type Follow = (sent: NewMessage, logged: Appended, connection: string | undefined) => Trail | undefined;

export interface PublisherParts {
  readonly log: { append(message: NewMessage): Promise<Appended> };
  readonly broadcast: Broadcast;
  /** Told of a broadcast that threw: its messages are in the log and will be found there. */
  readonly onFault: (fault: unknown) => void;
  /** Told of a message that the log has; `connection` is the one that it came through. Says how it is followed on. */
  readonly follow?: Follow | undefined;
  /** Default: that of the machine. */
  readonly rhythm?: Rhythm;
}

/** Publish = append to the log, then broadcast, gathered with others of the room: see {@link Batches}. */
export class Publisher {
  readonly #log: PublisherParts["log"];
  readonly #follow: Follow | undefined;
  readonly #batches: Batches;

  constructor({ log, broadcast, onFault, follow, rhythm = systemRhythm }: PublisherParts) {
    this.#log = log;
    this.#follow = follow;
    this.#batches = new Batches((...batch) => {
      try {
        broadcast(...batch);
      } catch (fault) {
        onFault(fault);
      }
    }, rhythm);
  }

  /**
   * Resolves as soon as the log has the message. A retry finds the message of then, and it is broadcast again while the
   * log has it.
   */
  async publish(message: NewMessage, connection?: string): Promise<Appended> {
    const appended = await this.#log.append(message);
    const trail = this.#follow?.(message, appended, connection);
    if (!appended.isTrimmed) this.#batches.add(message.room, appended.epoch, appended.message, trail);
    return appended;
  }

  /** Broadcasts what is gathered now, for a process that ends. */
  flush(): void {
    this.#batches.flush();
  }
}
