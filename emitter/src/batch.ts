import { setMaxListeners } from "node:events";
import { HubbubError } from "@hubbub/protocol";
import { Lanes } from "./lanes.ts";
import { callSchema, parse } from "./payloads.ts";
import { perform } from "./perform.ts";
import type { BatchOptions, Call, Emitter, Outcome } from "./types.ts";

const usualConcurrency = 256;

type Calls = Iterable<Call> | AsyncIterable<Call>;

/** See {@link Emitter.batch}. A fault of `calls` is thrown after the outcomes of what came before it. */
export async function* runBatch(emitter: Emitter, calls: Calls, options: BatchOptions = {}): AsyncGenerator<Outcome> {
  const batch = new Batch(emitter, calls, options);
  try {
    for (;;) {
      batch.begin();
      const outcome = batch.take();
      if (outcome !== undefined) yield outcome;
      else if (batch.isOver) return;
      else await batch.news();
    }
  } finally {
    batch.close();
  }
}

/** Calls under way and those still to come. */
class Batch {
  readonly #emitter: Emitter;
  readonly #options: BatchOptions;
  readonly #source: Iterator<Call> | AsyncIterator<Call>;
  readonly #lanes = new Lanes();
  readonly #abort = new AbortController();
  /** In the order of the calls; undefined until the call has ended. */
  readonly #outcomes = new Map<number, Outcome | undefined>();
  #begun = 0;
  #taken = 0;
  #isStopped = false;
  /** The next call is asked for. */
  #isAsked = false;
  #fault: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(emitter: Emitter, calls: Calls, options: BatchOptions) {
    this.#emitter = emitter;
    this.#options = options;
    this.#source = Symbol.asyncIterator in calls ? calls[Symbol.asyncIterator]() : calls[Symbol.iterator]();
    // Node warns of a signal that more than ten wait for.
    setMaxListeners(0, this.#abort.signal);
    options.signal?.addEventListener("abort", this.#abortAll);
    if (options.signal?.aborted) this.#abortAll();
  }

  /** No more outcomes will come. Throws the fault of the calls themselves. */
  get isOver(): boolean {
    const isOver = this.#isStopped && this.#outcomes.size === 0;
    if (isOver && this.#fault !== undefined) throw this.#fault.error;
    return isOver;
  }

  /** Begins as many calls as may be under way. */
  begin(): void {
    const { concurrency = usualConcurrency } = this.#options;
    while (!this.#isStopped && !this.#isAsked && this.#outcomes.size < concurrency) this.#ask();
  }

  /** The next outcome, if it is there. */
  take(): Outcome | undefined {
    const outcome = this.#outcomes.get(this.#taken);
    if (outcome === undefined) return undefined;
    this.#outcomes.delete(this.#taken);
    this.#taken += 1;
    return outcome;
  }

  /** Resolves when something has changed. */
  news(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }

  /** No further call begins. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#release().catch(() => {});
    this.#wake();
  }

  /** No further call begins, and nobody listens to the signal any more. */
  close(): void {
    this.#options.signal?.removeEventListener("abort", this.#abortAll);
    this.stop();
  }

  readonly #abortAll = (): void => {
    this.#abort.abort(this.#options.signal?.reason);
    this.stop();
  };

  /** Nobody waits for it: the source may be waiting itself, or be what stops the batch. */
  async #release(): Promise<void> {
    await this.#source.return?.();
  }

  #ask(): void {
    this.#isAsked = true;
    const come = (result: IteratorResult<Call>) => {
      this.#isAsked = false;
      if (result.done) this.stop();
      else if (!this.#isStopped) this.#perform(result.value);
      this.#wake();
    };
    const fail = (error: unknown) => {
      this.#fault = { error };
      this.stop();
    };
    try {
      const next = this.#source.next();
      if (next instanceof Promise) next.then(come, fail);
      else come(next);
    } catch (error) {
      fail(error);
    }
  }

  #perform(given: Call): void {
    const index = this.#begun;
    this.#begun += 1;
    this.#outcomes.set(index, undefined);
    const end = (outcome: Outcome) => {
      this.#outcomes.set(index, outcome);
      if (!outcome.ok && this.#options.stopOnError) this.stop();
      this.#wake();
    };
    const signal = this.#options.signal && this.#abort.signal;
    const refuse = (error: unknown) => end({ index, ok: false, error: asHubbubError(error).toWire() });
    try {
      const call = parse(callSchema, given, "call");
      this.#lanes
        .run(call, () => perform(this.#emitter, call, { signal }))
        .then(receipt => end({ index, ok: true, receipt }), refuse);
    } catch (error) {
      refuse(error);
    }
  }
}

const asHubbubError = (error: unknown): HubbubError =>
  error instanceof HubbubError ? error : new HubbubError("internal", "Something went wrong here.", { cause: error });
