import type { WireError } from "@hubbub/protocol";
import type { TraceContext } from "@hubbub/tracing";

/** One call as a source hands it over, until it is settled. */
export interface Delivery {
  /** Where it stands in its source, for people: `orders/3/42`. */
  readonly place: string;
  /** Deliveries of one lane are done one after another. Without one, those about one room or person are. */
  readonly lane: string | undefined;
  /** The idempotency key of a call that brings none: the same whenever this is handed over again. */
  readonly key: string;
  /** How often it was handed over, where the source knows; else 1. */
  readonly deliveries: number;
  /** The step of the producer that it belongs to, where it came with one. */
  readonly trace: Partial<TraceContext>;
  /** The call, unchecked. Throws a HubbubError where there is none in it. */
  readonly read: () => unknown;
}

/** A delivery that need not come again: it has its receipt, or failed for good. */
export interface Ended<D extends Delivery> {
  readonly delivery: D;
  readonly failure?: WireError;
}

/** Where calls come from, at least once each. Any fault rejects; the next `take` begins anew where it is settled. */
export interface Source<D extends Delivery> {
  readonly name: string;
  /** What is there, in order; nothing after a while, or when the signal says so. */
  take(signal: AbortSignal): Promise<readonly D[]>;
  /** Of what was taken last, these do not come again. Those that failed go to the dead letters first. */
  settle(ended: readonly Ended<D>[]): Promise<void>;
  /** How many deliveries are not settled, by topic. */
  lag(): Promise<ReadonlyMap<string, number>>;
  /** What is not settled is left to others. */
  close(): Promise<void>;
}
