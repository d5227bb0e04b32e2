import type { Message, Trail, Trails } from "@hubbub/protocol";
import type { Logger } from "./logger.ts";

interface Batch {
  readonly room: string;
  readonly epoch: string;
  readonly messages: readonly Pick<Message, "seq" | "clientMessageId">[];
}

/**
 * Where each message is, at level `debug`: `connection` is the one that it came through, on whatever replica. Never what it
 * says. To be asked only where that level is on.
 */
export class MessageLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  accepted({ room, epoch, messages }: Batch, trail: Trail, isDuplicate: boolean): void {
    for (const message of messages) {
      const line = { ...place(trail, room, epoch, message), ...(isDuplicate && { duplicate: true }) };
      this.#logger.debug(line, "Accepted a message");
    }
  }

  broadcast(batch: Batch, trails: Trails): void {
    this.#tell(batch, trails, "Broadcast a message");
  }

  arrived(batch: Batch, trails: Trails): void {
    this.#tell(batch, trails, "A message arrived");
  }

  #tell({ room, epoch, messages }: Batch, trails: Trails, what: string): void {
    for (const message of messages) this.#logger.debug(place(trails[message.seq], room, epoch, message), what);
  }
}

const place = (
  { connection, traceparent }: Trail = {},
  room: string,
  epoch: string,
  { seq, clientMessageId }: Pick<Message, "seq" | "clientMessageId">,
) => ({
  ...(connection !== undefined && { connection }),
  room,
  epoch,
  seq,
  clientMessageId,
  ...(traceparent !== undefined && { trace: traceIdOf(traceparent) }),
});

const traceIdOf = (traceparent: string): string | undefined => traceparent.split("-")[1];
