import type { ConnectionState } from "@hubbub/client";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "./clock.ts";
import { describeOutage } from "./words.ts";

/** A connection that is back within this many ms is not worth a word. */
const quietFor = 1_500;
/** How often a countdown is looked at, in ms. */
const tickEvery = 250;

/** Says what happens while there is no connection. Its clock runs only then. */
export class Outage {
  readonly #connection: ReadonlySignal<ConnectionState>;
  readonly #clock: Clock;
  readonly #now = signal(0);
  readonly #down = computed(() => this.#connection.value.phase !== "online");
  #lostAt = 0;
  /** While it stood last. */
  #before: ConnectionState | null = null;
  /** Ends the watching. */
  readonly stop: () => void;

  /** Null while the connection stands, and in the first moments without it. */
  readonly message = computed(() => {
    if (!this.#down.value) return null;
    const quiet = this.#now.value - this.#lostAt < quietFor && this.#connection.value.phase !== "ended";
    return quiet ? null : describeOutage(this.#connection.value, this.#now.value);
  });

  /** The connection as a person sees it: in those first moments as it was before. */
  readonly shown = computed(() => {
    const connection = this.#connection.value;
    return this.#down.value && this.message.value === null ? (this.#before ?? connection) : connection;
  });

  constructor(connection: ReadonlySignal<ConnectionState>, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
    const stopClock = effect(() => (this.#down.value ? this.#runClock() : undefined));
    const stopWatching = effect(() => {
      if (connection.value.phase === "online") this.#before = connection.value;
    });
    this.stop = () => {
      stopClock();
      stopWatching();
    };
  }

  #runClock(): () => void {
    this.#lostAt = this.#clock.now();
    let cancel = () => {};
    const tick = () => {
      this.#now.value = this.#clock.now();
      cancel = this.#clock.after(tickEvery, tick);
    };
    tick();
    return () => cancel();
  }
}
