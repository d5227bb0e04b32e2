import type { Writable } from "node:stream";
import { Cluster, Redis } from "ioredis";
import { type Observe, unobserved } from "./observing.ts";

/** Writes what is asked in one turn of the event loop all at once: a crowd that comes back costs few system calls. */
export class CommandConnection extends Redis {
  #observe: Observe = unobserved;
  #gathering: Gathering | undefined;

  override sendCommand(...[command, stream]: Parameters<Redis["sendCommand"]>): unknown {
    this.#observe(command);
    // A transaction gathers its commands itself and writes them past us: what was asked before has to be on its way.
    if (stream !== undefined) this.#gathering?.flush();
    // Until it is ready, ioredis itself writes what begins a connection.
    if (stream !== undefined || this.status !== "ready") return super.sendCommand(command, stream);
    if (this.#gathering?.to !== this.stream) this.#gathering = new Gathering(this.stream);
    return super.sendCommand(command, this.#gathering as unknown as NonNullable<typeof stream>);
  }

  observedBy(observe: Observe): this {
    this.#observe = observe;
    return this;
  }
}

/** The same to a cluster, whose nodes write for themselves. */
export class CommandCluster extends Cluster {
  #observe: Observe = unobserved;

  override sendCommand(...[command, ...rest]: Parameters<Cluster["sendCommand"]>): unknown {
    this.#observe(command);
    return super.sendCommand(command, ...rest);
  }

  observedBy(observe: Observe): this {
    this.#observe = observe;
    return this;
  }
}

/** Takes what is for a connection, and hands it over as one piece: of thousands of small ones each costs. */
class Gathering {
  readonly to: Writable;
  #texts: string[] = [];

  constructor(to: Writable) {
    this.to = to;
  }

  write(piece: string | Buffer): boolean {
    // Only binary data comes as a Buffer; it waits for what came before it.
    if (typeof piece !== "string") {
      this.flush();
      return this.to.write(piece);
    }
    if (this.#texts.length === 0) setImmediate(() => this.flush());
    this.#texts.push(piece);
    return true;
  }

  flush(): void {
    if (this.#texts.length === 0) return;
    const text = this.#texts.join("");
    this.#texts = [];
    this.to.write(text);
  }
}
