import type { Clock } from "../../domain/clock.ts";
import { type OutageLogger, Repeating } from "../../lifecycle/repeating.ts";
import { within } from "../../lifecycle/within.ts";
import type { Sink } from "./cloudwatch.ts";
import type { Figures } from "./figures.ts";

interface Deps {
  readonly figures: Pick<Figures, "take">;
  /** Called until it succeeds. */
  readonly open: () => Promise<Sink>;
  readonly clock: Clock;
  readonly logger: OutageLogger;
}

const everyMs = 60_000;

/** Pushes the figures each minute. What did not arrive is told with the next ones; an outage is logged once. */
export class Pusher {
  readonly #deps: Deps;
  readonly #pushes: Repeating;
  #sink: Sink | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    const { clock, logger } = deps;
    this.#pushes = new Repeating({ name: "push of metrics", everyMs, clock, logger, run: () => this.#push() });
  }

  start(): void {
    void this.#pushes.now();
  }

  /** Pushes what there is since the last time, within `ms`, and never again. */
  async stop(ms: number): Promise<void> {
    await within(this.#deps.clock, ms, this.#pushes.now());
    void this.#pushes.stop();
    this.#sink?.close();
  }

  async #push(): Promise<void> {
    const { clock, figures, open } = this.#deps;
    this.#sink ??= await open();
    const taken = await figures.take();
    await this.#sink.put(taken.figures, clock.now());
    taken.settle();
  }
}
