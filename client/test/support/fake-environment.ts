import type { Environment } from "../../src/types.ts";
import { seededRandom } from "./random.ts";

/** Lets every promise that is ready run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

/** A clock that moves when the test says so. */
export class FakeEnvironment implements Environment {
  readonly random: () => number;
  #now = 1_800_000_000_000;
  #ids = 0;
  #timers: { at: number; run: () => void }[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(seed = 1) {
    this.random = seededRandom(seed);
  }

  now(): number {
    return this.#now;
  }

  newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer);
    };
  }

  onLineChange(run: () => void): () => void {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  changeLine(): void {
    for (const run of this.#listeners) run();
  }

  get timers(): number {
    return this.#timers.length;
  }

  /** Lets `ms` pass: every timer that is due runs, in order, and what follows from it. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let due = this.#due(until); due !== undefined; due = this.#due(until)) {
      this.#now = due.at;
      this.#timers = this.#timers.filter(timer => timer !== due);
      due.run();
      await settled();
    }
    this.#now = until;
  }

  #due(until: number) {
    return this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }
}
