import type { SessionEnd } from "@hubbub/protocol";
import type { Clock } from "../domain/clock.ts";
import { choose, decide, firstCourse, type Movable, type Standing } from "../domain/rebalancing.ts";
import type { Telemetry } from "../domain/telemetry.ts";

interface Mover extends Movable {
  end(reason: SessionEnd): void;
}

interface Deps {
  /** In the order in which they came. */
  readonly connections: Iterable<Mover>;
  readonly telemetry: Pick<Telemetry, "rebalanced">;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly beatMs: number;
  readonly rebalances: boolean;
}

/** Asks connections to move to replicas that have fewer. Their clients come back by themselves, wherever they are taken. */
export class Rebalancer {
  readonly #deps: Deps;
  #course: ReturnType<typeof firstCourse>;
  #asked = 0;
  #cancel: () => void = () => {};

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#course = firstCourse(deps.clock.now(), deps.beatMs);
  }

  /** At each beat that reached Redis; without beats nobody is moved. */
  look(own: Standing, others: readonly Standing[]): void {
    const { beatMs, clock, connections, random, rebalances } = this.#deps;
    if (!rebalances) return;
    this.stop();
    const now = clock.now();
    const outlook = { own, others, asked: this.#asked, now, beatMs };
    const { course, moves } = decide(this.#course, outlook);
    this.#course = course;
    this.#asked = 0;
    if (moves === 0) return;
    const due = choose(connections, moves, outlook).map(mover => ({ mover, at: now + random() * beatMs }));
    this.#askInTime(due.sort((one, other) => one.at - other.at));
  }

  /** Whoever has not been asked yet stays. */
  stop(): void {
    this.#cancel();
  }

  /** Until the next beat. On a busy replica several are due at once. */
  #askInTime(due: { readonly mover: Mover; readonly at: number }[]): void {
    const { clock } = this.#deps;
    const [next] = due;
    if (next === undefined) return;
    this.#cancel = clock.after(Math.max(0, next.at - clock.now()), () => {
      const first = due.findIndex(({ at }) => at > clock.now());
      const now = due.splice(0, first < 0 ? due.length : first);
      for (const { mover } of now) this.#ask(mover);
      this.#askInTime(due);
    });
  }

  #ask(mover: Mover): void {
    if (!mover.isAtRest) return;
    this.#asked += 1;
    this.#deps.telemetry.rebalanced(1);
    mover.end({ code: "unavailable", temporary: true });
  }
}
