import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Order, Orders, Outcome } from "./orders.ts";

type Answer<Name extends keyof Orders> = Awaited<ReturnType<Orders[Name]>>;

/** The processes that the users are in, which do everything together. */
export class Crew {
  readonly #workers: readonly Worker[];

  constructor(size: number) {
    this.#workers = Array.from({ length: size }, () => new Worker());
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Tells all of them; `argsOf` makes what each is told. Resolves with what each answers. */
  all<Name extends keyof Orders>(
    name: Name,
    argsOf: (worker: number) => Parameters<Orders[Name]>,
  ): Promise<Answer<Name>[]> {
    return Promise.all(this.#workers.map((worker, index) => worker.follow(name, argsOf(index))));
  }

  /** All users are gone with this. */
  stop(): void {
    for (const worker of this.#workers) worker.stop();
  }
}

class Worker {
  readonly #process: ChildProcess = fork(join(import.meta.dirname, "worker.ts"), { serialization: "advanced" });
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #orders = 0;
  #end: string | null = null;

  constructor() {
    this.#process.on("message", (outcome: Outcome) => this.#settle(outcome));
    this.#process.on("exit", (code, signal) => {
      this.#end = `a process of users ended with ${signal ?? code}`;
      for (const id of this.#waiting.keys()) this.#settle({ id, error: this.#end });
    });
  }

  follow<Name extends keyof Orders>(name: Name, args: Parameters<Orders[Name]>): Promise<Answer<Name>> {
    const order: Order = { id: ++this.#orders, name, args };
    return new Promise((resolve, reject) => {
      this.#waiting.set(order.id, ({ answer, error }) => {
        if (error === undefined) resolve(answer as Answer<Name>);
        else reject(new Error(error));
      });
      if (this.#end === null) this.#process.send(order);
      else this.#settle({ id: order.id, error: this.#end });
    });
  }

  stop(): void {
    if (this.#process.connected) this.#process.disconnect();
  }

  #settle(outcome: Outcome): void {
    this.#waiting.get(outcome.id)?.(outcome);
    this.#waiting.delete(outcome.id);
  }
}
