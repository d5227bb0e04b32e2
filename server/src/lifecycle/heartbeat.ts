import type { Replicas } from "../domain/ports.ts";
import type { Telemetry } from "../domain/telemetry.ts";

interface Deps {
  readonly replicas: Replicas;
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

  /** Renews the lease. Rejects while Redis is away. */
  async beat(): Promise<void> {
    const remembered = await this.#deps.replicas.beat();
    if (this.#known && !remembered) this.#damaged = true;
    this.#known = true;
  }

  /**
   * After each beat: heals what Redis forgot, and buries the dead. Apart from the beats, because with
   * many thousands of connections it takes longer than a lease. Rejects while Redis is away.
   */
  async care(): Promise<void> {
    const { replicas, telemetry, now, repair, catchUp } = this.#deps;
    if (this.#damaged) {
      this.#damaged = false;
      await repair().catch(error => {
        this.#damaged = true;
        throw error;
      });
    }
    await catchUp();
    telemetry.swept(await replicas.sweep(now()));
  }
}
