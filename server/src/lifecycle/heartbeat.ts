import type { Announce } from "../domain/audience.ts";
import type { Replicas } from "../domain/ports.ts";
import type { Telemetry } from "../domain/telemetry.ts";

interface Deps {
  readonly replicas: Replicas;
  readonly announce: Announce;
  readonly telemetry: Pick<Telemetry, "swept">;
  readonly now: () => number;
  /** Registers everything of this replica anew. */
  readonly repair: () => Promise<void>;
  /** What could not be done while Redis was away. */
  readonly catchUp: () => Promise<void>;
}

/** One for the whole replica, whatever the number of its connections. */
export class Heartbeat {
  readonly #deps: Deps;
  #damaged = false;
  #known = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Whether Redis has ever heard of this replica. */
  get known(): boolean {
    return this.#known;
  }

  /** Renews the lease, heals what Redis forgot, and buries the dead. Rejects while Redis is away. */
  async beat(): Promise<void> {
    const { replicas, announce, telemetry, now, repair, catchUp } = this.#deps;
    const remembered = await replicas.beat();
    if (this.#known && !remembered) this.#damaged = true;
    this.#known = true;
    if (this.#damaged) {
      await repair();
      this.#damaged = false;
    }
    await catchUp();
    const swept = await replicas.sweep(now());
    if (swept.length > 0) telemetry.swept();
    announce(swept);
  }
}
