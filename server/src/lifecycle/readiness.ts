interface Parts {
  readonly redis: {
    /** Why it does not serve, or not all subscriptions are effective; null where all is well. */
    readonly trouble: string | null;
    /** What it does not let us do; null where nothing is known of. */
    readonly refusal: string | null;
  };
  /** Redis knows this replica. */
  readonly known: () => boolean;
  readonly capacity: { readonly refusal: string | null; readonly reason: string | null };
}

const leaving = "This replica is about to stop.";

/** Whether this replica can take connections now, and if not, why. */
export class Readiness {
  readonly #parts: Parts;
  #isDraining = false;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** From now on it is never ready again. Who comes all the same, because a balancer has yet to notice, is let in. */
  drain(): void {
    this.#isDraining = true;
  }

  /** From now on nobody is let in. */
  close(): void {
    this.#isClosed = true;
  }

  /** Why nobody may come in now; null when they may. */
  readonly closedBecause = (): string | null =>
    this.#isClosed ? leaving : (this.#outage ?? this.#parts.capacity.refusal);

  /** For `/readyz`: what a balancer should know. */
  readonly report = (): { ready: boolean; reasons: string[] } => {
    const found = [this.#isDraining ? leaving : null, this.#outage, this.#parts.capacity.reason];
    const reasons = found.filter(reason => reason !== null);
    return { ready: reasons.length === 0, reasons };
  };

  get #outage(): string | null {
    const { redis, known } = this.#parts;
    if (redis.trouble !== null || known()) return redis.trouble;
    return redis.refusal ?? "This replica has not yet told Redis that it lives.";
  }
}
