interface Parts {
  /** Redis serves and all subscriptions are effective. */
  readonly redis: () => boolean;
  /** Redis knows this replica. */
  readonly known: () => boolean;
}

/** Whether this replica can take connections now, and if not, why. */
export class Readiness {
  readonly #parts: Parts;
  #draining = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** From now on it is never ready again. */
  drain(): void {
    this.#draining = true;
  }

  get reasons(): string[] {
    const reasons: string[] = [];
    if (this.#draining) reasons.push("This replica is about to stop.");
    if (!this.#parts.redis()) reasons.push("Redis is away, or a subscription is not effective yet.");
    else if (!this.#parts.known()) reasons.push("This replica has not yet told Redis that it lives.");
    return reasons;
  }

  /** For `/readyz`. */
  readonly report = (): { ready: boolean; reasons: string[] } => {
    const { reasons } = this;
    return { ready: reasons.length === 0, reasons };
  };
}
