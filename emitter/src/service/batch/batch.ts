import { type ErrorCode, HubbubError } from "@hubbub/protocol";
import type { BatchOptions, Call, Emitter, Outcome } from "../../types.ts";
import type { Entry } from "./entries.ts";

/** As it is answered: of lines, with the line. */
export type PlacedOutcome = Outcome & { readonly line?: number };

export interface BatchParts {
  readonly emitter: Pick<Emitter, "batch">;
  /** Rejects with a HubbubError where a call may not be. */
  readonly admit: (call: Call) => Promise<void>;
  readonly mostCalls: number;
  /** Once it is aborted no call begins; its reason is a HubbubError. */
  readonly draining: AbortSignal;
  readonly onRefusal: (code: ErrorCode) => void;
}

/** What was taken and is not told yet. */
interface Place {
  readonly index: number;
  readonly line?: number;
  /** Absent: a call that is under way. */
  readonly refusal?: HubbubError;
}

/** What will refuse every call after this one, too. */
const endings: ReadonlySet<ErrorCode> = new Set(["unauthenticated", "unavailable"]);

/** The batch of one request: calls that may not be are outcomes in their places, too. */
export class RequestBatch {
  readonly #parts: BatchParts;
  readonly #options: BatchOptions;
  readonly #tell: (outcome: PlacedOutcome) => void;
  /** In the order of the calls, which is that of the outcomes. */
  readonly #places: Place[] = [];
  #taken = 0;

  /** `tell` gets each outcome as soon as it and all before it are known. */
  constructor(parts: BatchParts, options: BatchOptions, tell: (outcome: PlacedOutcome) => void) {
    this.#parts = parts;
    this.#options = options;
    this.#tell = tell;
  }

  /** Resolves when everything that began has been told. A HubbubError of `entries` is told in the place of the next. */
  async run(entries: AsyncIterable<Entry>): Promise<void> {
    for await (const outcome of this.#parts.emitter.batch(this.#calls(entries), this.#options)) {
      const place = this.#places.shift();
      if (place === undefined) throw new Error("There is an outcome of no call.");
      this.#tell({ ...outcome, ...place });
      this.#tellRefused();
    }
  }

  async *#calls(entries: AsyncIterable<Entry>): AsyncGenerator<Call, void> {
    try {
      for await (const { call, ...line } of entries) {
        this.#requireRoom();
        const place = { index: this.#taken, ...line };
        const refusal = call instanceof HubbubError ? call : await this.#refusalOf(call);
        this.#taken += 1;
        if (refusal !== null) this.#refuse({ ...place, refusal });
        else this.#places.push(place);
        if (refusal !== null && (this.#options.stopOnError || endings.has(refusal.code))) return;
        if (refusal === null) yield call as Call;
      }
    } catch (error) {
      this.#refuse({ index: this.#taken, refusal: asRefusal(error) });
    }
  }

  #requireRoom(): void {
    const { draining, mostCalls } = this.#parts;
    draining.throwIfAborted();
    if (this.#taken >= mostCalls) throw new HubbubError("too_large", `A batch has at most ${mostCalls} calls.`);
  }

  async #refusalOf(call: Call): Promise<HubbubError | null> {
    try {
      await this.#parts.admit(call);
      return null;
    } catch (error) {
      return asRefusal(error);
    }
  }

  #refuse(place: Required<Pick<Place, "refusal">> & Place): void {
    this.#parts.onRefusal(place.refusal.code);
    this.#places.push(place);
    this.#tellRefused();
  }

  #tellRefused(): void {
    for (let place = this.#places[0]; place?.refusal; place = this.#places[0]) {
      const { refusal, ...where } = place;
      this.#places.shift();
      this.#tell({ ...where, ok: false, error: refusal.toWire() });
    }
  }
}

function asRefusal(error: unknown): HubbubError {
  if (error instanceof HubbubError) return error;
  throw error;
}
