import type { Socket } from "socket.io";
import { type WaitingPacket, waitingPackets } from "./waiting-packets.ts";

type Engine = Socket["conn"];

/**
 * Between the CONNECT and the welcome nothing leaves: so the answer to the one and the other leave in one write, and
 * what a room says to a connection that hears it already comes after its welcome.
 */
export class Opening {
  readonly #engine: Engine;
  #isOver = false;
  /** How many packets go ahead of the welcome. */
  #ahead = 0;

  /** From the moment on at which a CONNECT is accepted. */
  constructor(engine: Engine) {
    this.#engine = engine;
    this.#hold();
    engine.transport.prependListener("ready", this.#hold);
  }

  /** The CONNECT is answered: everything but the welcome comes later. */
  answered(): void {
    this.#ahead = this.#packets.length;
  }

  /** `say` puts the welcome ahead of what waits; then all of it leaves. */
  welcome(say: () => void): void {
    const later = this.#packets.splice(this.#ahead);
    say();
    this.#packets.push(...later);
    this.end();
  }

  /** What waits leaves, welcome or not. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { transport } = this.#engine;
    transport.off("ready", this.#hold);
    transport.writable = true;
    transport.emit("ready");
  }

  readonly #hold = (): void => {
    this.#engine.transport.writable = false;
  };

  get #packets(): WaitingPacket[] {
    return waitingPackets(this.#engine);
  }
}
