import { HubbubError } from "@hubbub/protocol";
import type { Link, Request } from "./link.ts";
import type { Environment } from "./types.ts";

/** How long nothing may be heard while a request waits for its answer, in ms, before the replica is asked whether it is there. */
const quiet = 1_500;
/** How long it may take to say so, in ms: more than a busy replica needs, and with the above little enough for a person. */
const patience = 3_000;
/** Both, at first, while an answer is on its way that is so large that over a poor line nothing else comes through. */
const patienceWithLarge = 2_500;

/** It doubles each time that it was not enough: up to 40 s, and as much again for the probe. */
export const largePatience = (silences: number): number => patienceWithLarge * 2 ** Math.min(silences, 4);

/**
 * A link that finds out that its line is dead, or its replica frozen, long before the transport does. A replica that takes
 * long over a request, because Redis is away, still says that it is there.
 */
export class WatchedLink implements Link {
  readonly #link: Link;
  readonly #environment: Pick<Environment, "after">;
  readonly #largePatience: number;
  readonly #onSilent: () => void;
  #waiting = 0;
  /** Of those that wait, how many wait for a large answer. */
  #large = 0;
  #isProbing = false;
  #isClosed = false;
  #stopTimer = () => {};

  /** `largePatience` in ms: see there. */
  constructor(link: Link, environment: Pick<Environment, "after">, largePatience: number, onSilent: () => void) {
    this.#link = link;
    this.#environment = environment;
    this.#largePatience = largePatience;
    this.#onSilent = onSilent;
  }

  readonly request: Request = async (name, payload) => {
    const large = name === "rooms:recover" ? 1 : 0;
    this.#waiting += 1;
    this.#large += large;
    // A probe under way has not the patience for a large answer.
    if (large === 1) this.#isProbing = false;
    if (this.#waiting === 1 || large === 1) this.#listen();
    const settled = () => {
      this.#waiting -= 1;
      this.#large -= large;
    };
    try {
      const answer = await this.#link.request(name, payload);
      settled();
      this.heard();
      return answer;
    } catch (error) {
      settled();
      this.#failed(error);
      throw error;
    }
  };

  /** The replica said something. */
  heard(): void {
    this.#isProbing = false;
    this.#listen();
  }

  /** Finds out whether the line still holds. */
  probe(): void {
    if (!this.#isProbing && this.#large === 0) this.#ask();
  }

  close(): void {
    this.#isClosed = true;
    this.#stopTimer();
    this.#link.close();
  }

  #ask(): void {
    this.#isProbing = true;
    this.#after(this.#large > 0 ? this.#largePatience : patience, () => this.#onSilent());
    this.#link.request("session:probe", {}).then(
      () => this.heard(),
      error => this.#failed(error),
    );
  }

  /** From now on; a probe under way is the better judge. */
  #listen(): void {
    if (this.#isProbing) return;
    this.#stopTimer();
    if (this.#waiting > 0) this.#after(this.#large > 0 ? this.#largePatience : quiet, () => this.#ask());
  }

  /** Whatever has another code was said by the replica. */
  #failed(error: unknown): void {
    if (error instanceof HubbubError && error.code !== "unavailable") this.heard();
  }

  #after(ms: number, run: () => void): void {
    this.#stopTimer();
    if (!this.#isClosed) this.#stopTimer = this.#environment.after(ms, run);
  }
}
