import type { Socket } from "node:net";
import type { Backlog } from "../domain/slow-reader.ts";
import type { ChatSocket } from "./types.ts";
import { type WaitingPacket, waitingPackets } from "./waiting-packets.ts";

const none = { writeQueueSize: 0, bytesWritten: 0 };

/** Of nearly everybody at nearly every look. What was taken matters only where something waits. */
const clear: Backlog = { waiting: 0, taken: 0 };

/**
 * What is on its way to one client. It waits in two places: what engine.io handed to the TCP socket, all at once, and what
 * it keeps back until that is written. Neither has a public measure that sees a part of a write go.
 */
export class Outgoing {
  readonly #engine: ChatSocket["conn"];
  readonly #tcp: Socket;

  /** Before the socket's request is dropped. */
  constructor({ conn }: ChatSocket) {
    this.#engine = conn;
    this.#tcp = conn.request.socket;
  }

  get backlog(): Backlog {
    if (this.#packets.length === 0 && this.#tcp.writableLength === 0) return clear;
    const handle: typeof none = Reflect.get(this.#tcp, "_handle") ?? none;
    const taken = handle.bytesWritten - handle.writeQueueSize;
    // A character counts as a byte: the packets of a broadcast share their bytes anyway.
    const kept = this.#packets.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
    return { waiting: this.#tcp.bytesWritten - taken + kept, taken };
  }

  /** Forgets what is not being written yet. */
  drop(): void {
    this.#packets.length = 0;
  }

  /** Ends the connection without waiting for the client to read or to answer. */
  cut(): void {
    this.#tcp.destroy();
  }

  get #packets(): WaitingPacket[] {
    return waitingPackets(this.#engine);
  }
}
