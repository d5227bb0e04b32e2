import { systemEnvironment } from "./environment.ts";
import type { Environment } from "./types.ts";

/** How long nobody touches a device before it counts as idle, in ms. */
const idleAfterMs = 5 * 60_000;

export interface IdleWatchOptions {
  readonly onChange: (idle: boolean) => void;
  readonly environment?: Pick<Environment, "now" | "after">;
  readonly afterMs?: number;
}

/**
 * Whether somebody uses a device. Goes by the time of the last input, not by counting: a timer that a browser delays in a
 * background tab makes it say so late at most, and never wrongly.
 */
export class IdleWatch {
  readonly #environment: Pick<Environment, "now" | "after">;
  readonly #onChange: (idle: boolean) => void;
  readonly #afterMs: number;
  #lastInput: number;
  #isIdle = false;
  #cancel: () => void;

  constructor({ onChange, environment = systemEnvironment, afterMs = idleAfterMs }: IdleWatchOptions) {
    this.#environment = environment;
    this.#onChange = onChange;
    this.#afterMs = afterMs;
    this.#lastInput = environment.now();
    this.#cancel = this.#lookIn(afterMs);
  }

  get isIdle(): boolean {
    return this.#isIdle;
  }

  /** Somebody is there: a key, a touch, a move of the mouse. Cheap, however often. */
  input(): void {
    this.#lastInput = this.#environment.now();
    if (!this.#isIdle) return;
    this.#isIdle = false;
    this.#cancel = this.#lookIn(this.#afterMs);
    this.#onChange(false);
  }

  stop(): void {
    this.#cancel();
  }

  #lookIn(ms: number): () => void {
    return this.#environment.after(ms, () => this.#look());
  }

  #look(): void {
    const left = this.#lastInput + this.#afterMs - this.#environment.now();
    if (left > 0) {
      this.#cancel = this.#lookIn(left);
      return;
    }
    this.#isIdle = true;
    this.#onChange(true);
  }
}
