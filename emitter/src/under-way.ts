/** Promises that somebody has to see the end of before the process may go. */
export class UnderWay {
  readonly #promises = new Set<Promise<unknown>>();

  /** The promise itself. Its rejection is for whoever awaits it, and no unhandled one where nobody does. */
  add<Value>(promise: Promise<Value>): Promise<Value> {
    const done = () => this.#promises.delete(promise);
    this.#promises.add(promise);
    promise.then(done, done);
    return promise;
  }

  /** Resolves when all have ended, well or not. */
  async settled(): Promise<void> {
    while (this.#promises.size > 0) await Promise.allSettled(this.#promises);
  }
}
