import type { SessionEnd } from "@hubbub/protocol";
import { type Backlog, isSlow } from "../domain/slow-reader.ts";
import type { Telemetry } from "../domain/telemetry.ts";
import type { Journal } from "../observability/journal.ts";

interface Reader {
  readonly id: string;
  readonly backlog: Backlog;
  giveUp(reason: SessionEnd): void;
  cut(): void;
}

interface Deps {
  readonly connections: Iterable<Reader>;
  readonly telemetry: Pick<Telemetry, "slowReader">;
  readonly journal: Pick<Journal, "tooSlow">;
  /** What may wait for one connection, in bytes. */
  readonly maxBufferedBytes: number;
}

/** Ends the connections whose clients do not read, so that what is sent to them does not fill the memory. */
export class SlowReaders {
  readonly #deps: Deps;
  /** For whom more than the bound waited at the last look: everybody else is not slow, and needs no memory. */
  #before = new Map<Reader, Backlog>();
  readonly #told = new WeakSet<Reader>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Once a second or so. Who is slow is told why, and cut off at the next look, read or not. */
  look(): void {
    const before = this.#before;
    this.#before = new Map();
    for (const connection of this.#deps.connections) {
      if (this.#told.has(connection)) connection.cut();
      else this.#lookAt(connection, before.get(connection));
    }
  }

  #lookAt(connection: Reader, before: Backlog | undefined): void {
    const { telemetry, journal, maxBufferedBytes } = this.#deps;
    const now = connection.backlog;
    if (now.waiting <= maxBufferedBytes) return;
    this.#before.set(connection, now);
    if (before === undefined || !isSlow(now, before, maxBufferedBytes)) return;
    this.#told.add(connection);
    telemetry.slowReader();
    journal.tooSlow(connection.id, now.waiting);
    connection.giveUp({ code: "too_slow", temporary: true });
  }
}
