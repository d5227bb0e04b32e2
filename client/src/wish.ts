import { HubbubError } from "@hubbub/protocol";
import { backoff } from "./backoff.ts";
import type { Environment } from "./types.ts";

export interface WishOptions {
  readonly environment: Environment;
  readonly isOnline: () => boolean;
  /** Asks a replica for it; rejects with the refusal. */
  readonly tell: (value: boolean) => Promise<unknown>;
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
}

/** A yes or no that the user wants and that replicas have to know: it is told until one has heard it. */
export class Wish {
  readonly #options: WishOptions;
  /** As replicas have it. */
  #known = false;
  #wanted = false;
  /** The question under way; null while there is none, or while its connection is no more. */
  #question: object | null = null;
  #failures = 0;
  #stopTimer = () => {};

  constructor(options: WishOptions) {
    this.#options = options;
  }

  get value(): boolean {
    return this.#wanted;
  }

  set(value: boolean): void {
    this.#want(value);
    this.resume();
  }

  /** A replica says how it stands. What the user wanted meanwhile goes on being told. */
  heard(value: boolean): void {
    const isSettled = this.#wanted === this.#known;
    this.#known = value;
    if (isSettled) this.#want(value);
    else this.resume();
  }

  /** The value, for whoever tells it to the next connection at its very beginning. */
  carry(): boolean {
    this.#known = this.#wanted;
    return this.#wanted;
  }

  /** There is a connection. */
  resume(): void {
    if (this.#question === null) this.#next();
  }

  /** There is no connection any more: what was asked through it has no answer. */
  interrupt(): void {
    this.#stopTimer();
    this.#question = null;
    this.#failures = 0;
  }

  #want(value: boolean): void {
    if (value === this.#wanted) return;
    this.#wanted = value;
    this.#options.onChange();
  }

  #next(): void {
    this.#stopTimer();
    if (this.#wanted === this.#known || !this.#options.isOnline()) return;
    const question = {};
    const value = this.#wanted;
    this.#question = question;
    this.#options.tell(value).then(
      () => this.#question === question && this.#told(value),
      (error: unknown) => this.#question === question && this.#failed(error),
    );
  }

  #told(value: boolean): void {
    this.#question = null;
    this.#failures = 0;
    this.#known = value;
    this.#next();
  }

  #failed(error: unknown): void {
    this.#question = null;
    if (error instanceof HubbubError && error.temporary) {
      this.#failures += 1;
      const { environment } = this.#options;
      this.#stopTimer = environment.after(backoff(this.#failures, environment.random()), () => this.#next());
    } else {
      this.#options.onFault(error);
      this.#want(this.#known);
    }
  }
}
