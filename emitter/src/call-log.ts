import { AsyncLocalStorage } from "node:async_hooks";
import { HubbubError } from "@hubbub/protocol";
import type { Logger } from "pino";

/** Who asks for a call: a key over HTTP, or where in a source it stands. */
export type Asker = { readonly key: string } | { readonly source: string; readonly place: string };

interface Answer {
  readonly id?: string;
  readonly room?: string;
  readonly epoch?: string;
  readonly seq?: number;
  readonly receivers?: number;
}

/** Each call with who asked for it and its receipt, at level `debug`; never what it says. Above that level nothing is made for it. */
export class CallLog {
  readonly #logger: Logger;
  readonly #isDetailed: boolean;
  readonly #asker = new AsyncLocalStorage<Asker>();

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#isDetailed = logger.isLevelEnabled("debug");
  }

  /** Of the calls that the work makes. */
  askedBy<Value>(asker: () => Asker, work: () => Value): Value {
    return this.#isDetailed ? this.#asker.run(asker(), work) : work();
  }

  /** The call, told when it ends. */
  async told<Value extends Answer>(verb: string, call: () => Promise<Value>): Promise<Value> {
    if (!this.#isDetailed) return call();
    const asker = this.#asker.getStore();
    try {
      const answer = await call();
      const { id, room, epoch, seq, receivers } = answer;
      this.#logger.debug({ ...asker, verb, id, room, epoch, seq, receivers }, "did a call");
      return answer;
    } catch (error) {
      const code = error instanceof HubbubError ? error.code : "internal";
      this.#logger.debug({ ...asker, verb, code }, "refused a call");
      throw error;
    }
  }
}
