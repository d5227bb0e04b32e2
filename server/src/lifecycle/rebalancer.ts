import type { SessionEnd } from "@hubbub/protocol";
import type { Clock } from "../domain/clock.ts";
import { choose, decide, firstCourse, type Movable, type Standing } from "../domain/rebalancing.ts";
import type { Telemetry } from "../domain/telemetry.ts";

interface Deps {
  /** In the order in which they came. */
  readonly connections: Iterable<Movable & { end(reason: SessionEnd): void }>;
  readonly telemetry: Pick<Telemetry, "rebalanced">;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly beatMs: number;
  readonly rebalances: boolean;
}

type Movers = ReturnType<typeof choose<Movable & { end(reason: SessionEnd): void }>>;

/** Asks connections to move to replicas that have fewer. Their clients come back by themselves, wherever they are taken. */
export class Rebalancer {
  readonly #deps: Deps;
  #course: ReturnType<typeof firstCourse>;
  #asked = 0;
  #movers: Movers = [];
  #cancel: () => void = () => {};

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#course = firstCourse(deps.clock.now(), deps.beatMs);
  }

  /** At each beat that reached Redis; without beats nobody is moved. */
  look(own: Standing, others: readonly Standing[]): void {
    const { beatMs, clock, connections, rebalances } = this.#deps;
    if (!rebalances) return;
    this.stop();
    const outlook = { own, others, asked: this.#asked, now: clock.now(), beatMs };
    const { course, moves } = decide(this.#course, outlook);
    this.#course = course;
    this.#asked = 0;
    if (moves > 0) this.#movers = choose(connections, moves, outlook);
    this.#next();
  }

  /** Whoever has not been asked yet stays. */
  stop(): void {
    this.#cancel();
    this.#movers = [];
  }

  /** One after the other, with jitter, until the next beat. */
  #next(): void {
    const { clock, random, beatMs } = this.#deps;
    const pause = beatMs / this.#movers.length;
    const next = () => {
      const mover = this.#movers.shift();
      if (mover === undefined) return;
      this.#ask(mover);
      this.#cancel = clock.after(pause * 2 * random(), next);
    };
    if (this.#movers.length > 0) this.#cancel = clock.after(pause * random(), next);
  }

  #ask(mover: Movers[number]): void {
    if (!mover.isAtRest) return;
    this.#asked += 1;
    this.#deps.telemetry.rebalanced(1);
    mover.end({ code: "unavailable", temporary: true });
  }
}
