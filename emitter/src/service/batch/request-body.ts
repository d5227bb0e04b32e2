import type { IncomingMessage } from "node:http";

/** A request's body that need not be read to its end: the connection answers all the same. */
export class RequestBody {
  readonly #chunks: AsyncIterator<Uint8Array>;

  constructor(request: IncomingMessage) {
    this.#chunks = request.iterator({ destroyOnReturn: false });
  }

  /** Throws the signal's reason as soon as it is aborted. */
  async *until(signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
    const aborted = Promise.withResolvers<never>();
    aborted.promise.catch(() => {});
    const abort = () => aborted.reject(signal.reason);
    signal.addEventListener("abort", abort);
    try {
      signal.throwIfAborted();
      for (;;) {
        const next = await Promise.race([this.#chunks.next(), aborted.promise]);
        if (next.done) return;
        yield next.value;
      }
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** Reads what is left, so that whoever is still writing comes to read the answer. */
  async discard(): Promise<void> {
    try {
      while (!(await this.#chunks.next()).done);
    } catch {
      // The connection broke: nobody writes any more.
    }
  }
}
