import { HubbubError } from "@hubbub/protocol";
import type { Clock } from "../domain/clock.ts";

interface Options {
  readonly name: string;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly run: () => Promise<void>;
  readonly logger: OutageLogger;
}

/** Fits pino. */
export interface OutageLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/**
 * Runs something again and again, never twice at a time. A row of failures is logged once, and so is its end;
 * that Redis is away is not, because whoever is connected to it tells that once for all.
 */
export class Repeating {
  readonly #options: Options;
  #cancel: () => void = () => {};
  #running: Promise<void> | undefined;
  #again = false;
  /** Whether the log knows of the present failure. */
  #told = false;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Runs at once, or once more right after a run that is under way. Resolves when that run is over; never rejects. */
  now(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    this.#again = true;
    this.#running ??= this.#runAll();
    return this.#running;
  }

  /** Resolves when no run is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  async #runAll(): Promise<void> {
    this.#cancel();
    while (this.#again && !this.#stopped) {
      this.#again = false;
      await this.#runOnce();
    }
    this.#running = undefined;
    if (!this.#stopped) this.#cancel = this.#options.clock.after(this.#options.everyMs, () => void this.now());
  }

  async #runOnce(): Promise<void> {
    const { name, run, logger } = this.#options;
    try {
      await run();
      if (this.#told) logger.info({ name }, `The ${name} works again`);
      this.#told = false;
    } catch (err) {
      if (this.#told || isOutage(err)) return;
      this.#told = true;
      logger.warn({ name, err }, `The ${name} fails; trying again until it works`);
    }
  }
}

const isOutage = (error: unknown): boolean => error instanceof HubbubError && error.code === "unavailable";
