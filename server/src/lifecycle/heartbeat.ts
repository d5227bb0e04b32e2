import type { Replicas } from "../domain/ports.ts";
import type { Standing } from "../domain/rebalancing.ts";
import type { Telemetry } from "../domain/telemetry.ts";

interface Deps {
  readonly replicas: Replicas;
  readonly telemetry: Pick<Telemetry, "swept">;
  readonly now: () => number;
  /** Registers everything of this replica anew; where Redis was wiped, it makes the memberships again first. */
  readonly repair: (isWiped: boolean) => Promise<void>;
  /** What could not be done while Redis was away. */
  readonly catchUp: () => Promise<void>;
}

/** One for the whole replica, whatever the number of its connections. */
export class Heartbeat {
  readonly #deps: Deps;
  #damage: "none" | "lost" | "wiped" = "none";
  #isRepairing = false;
  #known = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Whether Redis has ever heard of this replica. */
  get known(): boolean {
    return this.#known;
  }

  /** Whether Redis has what this replica told it: it lost nothing, or that was repaired. Rejects while Redis is away. */
  async isWhole(): Promise<boolean> {
    const isWhole = await this.#deps.replicas.isWhole();
    return isWhole && this.#damage === "none" && !this.#isRepairing;
  }

  /** Renews the lease. Rejects while Redis is away. */
  async beat(own: Standing): Promise<void> {
    const beat = await this.#deps.replicas.beat(own);
    if (this.#known && beat !== "held") this.#note(beat);
    this.#known = true;
  }

  /**
   * After each beat: heals what Redis forgot, and buries the dead. Apart from the beats, because with
   * many thousands of connections it takes longer than a lease. Rejects while Redis is away.
   */
  async care(): Promise<void> {
    const { replicas, telemetry, now, catchUp } = this.#deps;
    await this.#repair();
    await catchUp();
    telemetry.swept(await replicas.sweep(now()));
  }

  async #repair(): Promise<void> {
    const damage = this.#damage;
    if (damage === "none") return;
    this.#damage = "none";
    this.#isRepairing = true;
    try {
      await this.#deps.repair(damage === "wiped");
    } catch (error) {
      this.#note(damage);
      throw error;
    } finally {
      this.#isRepairing = false;
    }
  }

  /** The worse of what is known and what is new. */
  #note(damage: "lost" | "wiped"): void {
    if (this.#damage !== "wiped") this.#damage = damage;
  }
}
