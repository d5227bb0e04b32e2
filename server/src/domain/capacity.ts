/** What one replica takes upon itself. */
export interface CapacityRules {
  /** Connections that are open or on their way in. */
  readonly connections: number;
  /** Resident memory; 0 for no bound. */
  readonly memoryBytes: number;
}

interface Gauges {
  readonly connections: () => number;
  /** In bytes. */
  readonly memory: () => number;
}

/** What was full is so until a twentieth is free, so that a balancer is not told one thing and then another. */
const freeAgain = 0.95;

/** Whether there is room for one more. */
export class Capacity {
  readonly #rules: CapacityRules;
  readonly #gauges: Gauges;
  #wasFull = false;
  #wasHeavy = false;

  constructor(rules: CapacityRules, gauges: Gauges) {
    this.#rules = rules;
    this.#gauges = gauges;
  }

  /** Why nobody more may come in; null when they may. Up to the last place. */
  get refusal(): string | null {
    this.#look();
    if (this.#gauges.connections() >= this.#rules.connections) return this.#full;
    return this.#wasHeavy ? this.#heavy : null;
  }

  /** Why a balancer should look elsewhere; null when it need not. */
  get reason(): string | null {
    this.#look();
    if (this.#wasFull) return this.#full;
    return this.#wasHeavy ? this.#heavy : null;
  }

  #look(): void {
    const { connections, memoryBytes } = this.#rules;
    this.#wasFull = isOver(this.#gauges.connections(), connections, this.#wasFull);
    this.#wasHeavy = memoryBytes > 0 && isOver(this.#gauges.memory(), memoryBytes, this.#wasHeavy);
  }

  get #full(): string {
    return `This replica has its ${this.#rules.connections} connections.`;
  }

  get #heavy(): string {
    return `This replica uses its ${this.#rules.memoryBytes / 1_048_576} MB of memory.`;
  }
}

const isOver = (value: number, limit: number, wasOver: boolean): boolean =>
  value >= limit || (wasOver && value > limit * freeAgain);
