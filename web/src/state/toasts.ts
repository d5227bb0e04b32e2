import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "./clock.ts";
import { explainAny } from "./words.ts";

export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly text: string;
}

/** How long a toast stays, in ms, unless somebody dismisses it. */
const lifetime = 10_000;
const most = 4;

/** Things that pass: notices of jobs, and what could not be done. */
export class Toasts {
  readonly #after: Clock["after"];
  readonly #list = signal<readonly Toast[]>([]);
  #count = 0;

  constructor(after: Clock["after"]) {
    this.#after = after;
  }

  get list(): ReadonlySignal<readonly Toast[]> {
    return this.#list;
  }

  show(title: string, text: string): void {
    this.#count += 1;
    const id = this.#count;
    this.#list.value = [...this.#list.value, { id, title, text }].slice(-most);
    this.#after(lifetime, () => this.dismiss(id));
  }

  /** Runs what a person asked for, and says so when it did not work. */
  attempt(failure: string, action: () => Promise<void>): void {
    action().catch(error => this.show(failure, explainAny(error)));
  }

  dismiss(id: number): void {
    this.#list.value = this.#list.value.filter(toast => toast.id !== id);
  }
}
