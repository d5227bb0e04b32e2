import type { DialectName } from "./dialects.ts";

export interface CrowdOptions {
  readonly dialect: DialectName;
  /** The crowd is spread over these, in turn. */
  readonly ports: readonly number[];
  readonly size: number;
  /** One for each client that speaks, all of different people; the others share them. */
  readonly tokens: readonly (string | null)[];
}

/** What a crowd has seen since it last was asked to count anew. Times in ms. */
export interface Tally {
  readonly sent: number;
  readonly acked: number;
  readonly delivered: number;
  readonly ackMs: readonly number[];
  /** Of some of the clients. */
  readonly deliveryMs: readonly number[];
}

/** What a worker does when it is told to. */
export interface Orders {
  enter(options: CrowdOptions): Promise<void>;
  speak(perSecond: number): void;
  hush(): void;
  countAnew(): void;
  tally(): Tally;
  /** Everybody is gone, without a word. */
  scatter(): void;
  /** Everybody enters again, where they left off. Resolves with how many messages each had missed. */
  comeBack(): Promise<readonly number[]>;
  leave(): void;
}

export interface Order {
  readonly id: number;
  readonly name: keyof Orders;
  readonly args: readonly unknown[];
}

export interface Outcome {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}
