import { HubbubError, type ReadMark } from "@hubbub/protocol";
import { backoff } from "./backoff.ts";
import type { Environment } from "./types.ts";

export interface ReadPlace {
  readonly room: string;
  readonly epoch: string;
  readonly seq: number;
}

export interface ReadReportsOptions {
  readonly environment: Environment;
  readonly isOnline: () => boolean;
  readonly post: (place: ReadPlace) => Promise<ReadMark>;
  readonly onMark: (room: string, mark: ReadMark) => void;
}

/** How long marks gather, in ms: who scrolls reads many messages one after the other. */
const gatherFor = 300;

/** Tells replicas how far the user has read: the last place of each room, until one knows it. */
export class ReadReports {
  readonly #options: ReadReportsOptions;
  #places = new Map<string, ReadPlace>();
  #failures = 0;
  #stopTimer: (() => void) | null = null;

  constructor(options: ReadReportsOptions) {
    this.#options = options;
  }

  mark(place: ReadPlace): void {
    this.#places.set(place.room, place);
    this.#later(gatherFor);
  }

  /** There is a connection again. */
  resume(): void {
    this.#failures = 0;
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#post();
  }

  /** Another user signed in, or the chat was closed. */
  forget(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#places = new Map();
  }

  #later(ms: number): void {
    this.#stopTimer ??= this.#options.environment.after(ms, () => {
      this.#stopTimer = null;
      this.#post();
    });
  }

  #post(): void {
    if (!this.#options.isOnline()) return;
    const waiting = this.#places;
    const places = [...waiting.values()];
    waiting.clear();
    for (const place of places) {
      this.#options.post(place).then(
        mark => {
          this.#failures = 0;
          this.#options.onMark(place.room, mark);
        },
        // What was forgotten meanwhile stays so.
        error => this.#places === waiting && this.#refused(place, error),
      );
    }
  }

  /** A final refusal means that the room is not the user's any more. */
  #refused(place: ReadPlace, error: unknown): void {
    if (!(error instanceof HubbubError && error.temporary) || this.#places.has(place.room)) return;
    this.#places.set(place.room, place);
    this.#failures += 1;
    this.#later(backoff(this.#failures, this.#options.environment.random()));
  }
}
