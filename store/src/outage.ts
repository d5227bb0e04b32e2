import { isAway, troubleOf } from "./trouble.ts";

/** Fits pino. */
export interface StoreLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** What is known of the present absence of Redis. Each reason is logged once an outage, not once a try. */
export class Outage {
  readonly #logger: StoreLogger | undefined;
  readonly #told = new Set<string>();
  #trouble = isAway;
  #refusal: string | null = null;
  #isSilent = false;

  constructor(logger: StoreLogger | undefined) {
    this.#logger = logger;
  }

  /** Why Redis does not serve, a sentence. */
  get trouble(): string {
    return `${this.#trouble}.`;
  }

  /** Why a command was refused since Redis serves, a sentence. */
  get refusal(): string | null {
    return this.#refusal;
  }

  /** A connection, or a try to get one, failed; without a fault it was closed by the other side. */
  note(fault?: unknown): void {
    if (fault === undefined && this.#told.size > 0) return;
    // What is known of an outage is not forgotten for a fault that says less.
    const trouble = troubleOf(fault);
    if (trouble !== isAway) this.#trouble = trouble;
    this.#tell(this.#trouble, fault, `${this.#trouble}; trying again until it serves`);
  }

  /** A command failed, though Redis is there: what its user may not do is told, too. */
  noteRefusal(fault: unknown): void {
    const trouble = troubleOf(fault);
    if (trouble === isAway) return;
    this.#refusal = `${trouble}.`;
    this.#tell(String(fault), fault, trouble);
  }

  end(): void {
    this.#told.clear();
    this.#trouble = isAway;
    this.#refusal = null;
    this.#logger?.info({}, "Redis serves");
  }

  /** Nothing more is told: it is we who go. */
  silence(): void {
    this.#isSilent = true;
  }

  #tell(reason: string, fault: unknown, words: string): void {
    if (this.#isSilent || this.#told.has(reason)) return;
    this.#told.add(reason);
    this.#logger?.warn(fault === undefined ? {} : { err: fault }, words);
  }
}
