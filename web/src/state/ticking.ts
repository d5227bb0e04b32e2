import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "./clock.ts";

/** How often what is told in minutes is looked at again, in ms. */
const every = 20_000;

/** The time, for words such as "5 minutes ago". */
export class Ticking {
  readonly #clock: Clock;
  readonly #now;
  #cancel = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#now = signal(clock.now());
    this.#tick();
  }

  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  stop(): void {
    this.#cancel();
  }

  #tick(): void {
    this.#now.value = this.#clock.now();
    this.#cancel = this.#clock.after(every, () => this.#tick());
  }
}
