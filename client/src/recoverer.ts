import { HubbubError, limits } from "@hubbub/protocol";
import { backoff } from "./backoff.ts";
import type { Environment } from "./types.ts";

export interface RecovererOptions {
  readonly environment: Environment;
  /** The rooms with a gap. */
  readonly behind: () => readonly string[];
  /** Asks the log, and puts the answers in place. */
  readonly ask: (rooms: readonly string[]) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/** How long a gap may take to close by itself, in ms: broadcasts of two replicas may overtake each other. */
const gapPatience = 60;

/** Asks the log until no room has a gap: one question at a time, for all rooms together. */
export class Recoverer {
  readonly #options: RecovererOptions;
  /** Rooms to ask for whether they have a gap or not. */
  readonly #wanted = new Set<string>();
  #failures = 0;
  /** The question under way; null while there is none, or while it was given up. */
  #question: object | null = null;
  #stopTimer: (() => void) | null = null;

  constructor(options: RecovererOptions) {
    this.#options = options;
  }

  /** There is a connection: the rooms that were known before it may have missed something. */
  start(rooms: Iterable<string>): void {
    this.stop();
    for (const room of rooms) this.#wanted.add(room);
    this.#next();
  }

  /** Some room has a gap. */
  noticeGap(): void {
    if (this.#question === null && this.#stopTimer === null) this.#later(gapPatience);
  }

  stop(): void {
    this.#question = null;
    this.#failures = 0;
    this.#wanted.clear();
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #later(ms: number): void {
    this.#stopTimer = this.#options.environment.after(ms, () => {
      this.#stopTimer = null;
      this.#next();
    });
  }

  #next(): void {
    const rooms = [...new Set([...this.#wanted, ...this.#options.behind()])].slice(0, limits.recoverRooms);
    if (rooms.length === 0) return;
    const question = {};
    this.#question = question;
    this.#options.ask(rooms).then(
      () => this.#question === question && this.#answered(rooms),
      (error: unknown) => this.#question === question && this.#failed(error),
    );
  }

  #answered(rooms: readonly string[]): void {
    this.#question = null;
    this.#failures = 0;
    for (const room of rooms) this.#wanted.delete(room);
    if (this.#wanted.size > 0) this.#next();
    else if (this.#options.behind().length > 0) this.noticeGap();
  }

  #failed(error: unknown): void {
    if (!(error instanceof HubbubError && error.temporary)) this.#options.onFault(error);
    this.#question = null;
    this.#failures += 1;
    this.#later(backoff(this.#failures, this.#options.environment.random()));
  }
}
