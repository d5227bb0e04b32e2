import { HubbubError } from "@hubbub/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "./clock.ts";

/** How long to wait after a failure before the next try, in ms. */
const patience = 2_000;

/** Brings the newest page of a room once, however often it is wanted; after a failure it tries again. */
export class NewestPages {
  readonly #join: (room: string) => Promise<unknown>;
  readonly #after: Clock["after"];
  readonly #loaded = signal<ReadonlySet<string>>(new Set());
  readonly #underWay = new Set<string>();

  constructor(join: (room: string) => Promise<unknown>, after: Clock["after"]) {
    this.#join = join;
    this.#after = after;
  }

  /** The rooms whose newest page is there. */
  get loaded(): ReadonlySignal<ReadonlySet<string>> {
    return this.#loaded;
  }

  want(room: string): void {
    if (this.#underWay.has(room) || this.#loaded.peek().has(room)) return;
    this.#underWay.add(room);
    this.#join(room).then(
      () => this.have(room),
      error => {
        const isFinal = error instanceof HubbubError && !error.temporary;
        if (!isFinal) this.#after(patience, () => this.#again(room));
      },
    );
  }

  /** The page came another way: by joining the room, or opening it with a person. */
  have(room: string): void {
    this.#underWay.delete(room);
    this.#loaded.value = new Set(this.#loaded.peek()).add(room);
  }

  /** The user is not in the room any more. */
  forget(room: string): void {
    const loaded = new Set(this.#loaded.peek());
    if (loaded.delete(room)) this.#loaded.value = loaded;
  }

  #again(room: string): void {
    this.#underWay.delete(room);
    this.want(room);
  }
}
