import { HubbubError } from "@hubbub/protocol";
import type { Environment } from "./types.ts";

/** How long a request may wait for a connection, in ms. */
const patience = 10_000;

/** Requests that wait for a connection, but not for long. */
export class UntilOnline {
  readonly #environment: Environment;
  readonly #waiting = new Set<(error: HubbubError | null) => void>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Rejects with `unavailable` when that takes too long, or with what {@link release} was given. */
  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error: HubbubError | null) => {
        stopTimer();
        this.#waiting.delete(settle);
        if (error === null) resolve();
        else reject(error);
      };
      const tooLong = () => settle(new HubbubError("unavailable", "There is no connection"));
      const stopTimer = this.#environment.after(patience, tooLong);
      this.#waiting.add(settle);
    });
  }

  /** There is a connection; with an error, there will be none. */
  release(error: HubbubError | null = null): void {
    for (const settle of [...this.#waiting]) settle(error);
  }
}
