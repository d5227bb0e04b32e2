import { HubbubError } from "@hubbub/protocol";
import type { Environment } from "./types.ts";

export interface RenewalOptions {
  readonly environment: Environment;
  readonly getToken: (spent: string) => Promise<string>;
  /** Gives the live connection the new token; resolves with the time it ends. */
  readonly renew: (token: string) => Promise<number>;
  /** There is no other token to be had, or it was refused. */
  readonly onRefused: (error: HubbubError) => void;
  readonly onFault: (error: unknown) => void;
}

/** How long before its end a token is renewed, and the least pause between two tries, in ms. */
const margin = 60_000;
const pause = 5_000;
/** The longest wait, in ms: timers do not count beyond 24 days. */
const day = 86_400_000;

/** Lets a live connection outlive the token it began with. */
export class Renewal {
  readonly #options: RenewalOptions;
  /** How far the replica's clock is ahead of ours, in ms. */
  #skew = 0;
  #stopTimer = () => {};
  #run = 0;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  start(token: string, serverTime: number): void {
    this.stop();
    this.#skew = serverTime - this.#options.environment.now();
    const end = tokenEnd(token);
    if (end !== null) this.#plan(token, end);
  }

  stop(): void {
    this.#run += 1;
    this.#stopTimer();
  }

  #plan(token: string, end: number): void {
    const { environment } = this.#options;
    const left = end - this.#skew - environment.now();
    this.#stopTimer = environment.after(
      Math.min(Math.max(left - margin, pause), day),
      () => void this.#renew(token, end),
    );
  }

  async #renew(spent: string, end: number): Promise<void> {
    const run = this.#run;
    try {
      const token = await this.#options.getToken(spent);
      const nextEnd = await this.#options.renew(token);
      if (run === this.#run) this.#plan(token, nextEnd);
    } catch (error) {
      if (run !== this.#run) return;
      if (error instanceof HubbubError && error.code === "unauthenticated") this.#options.onRefused(error);
      else if (error instanceof HubbubError && error.temporary) this.#plan(spent, end);
      else this.#options.onFault(error);
    }
  }
}

/** When a JWT ends, in ms since 1970, by its own word; null when it does not say. */
export function tokenEnd(token: string): number | null {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { exp } = JSON.parse(atob(payload));
    return Number.isFinite(exp) ? exp * 1_000 : null;
  } catch {
    return null;
  }
}
