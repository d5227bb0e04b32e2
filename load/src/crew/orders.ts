import type { Position } from "@hubbub/protocol";
import type { Credentials } from "../accounts/accounts.ts";
import type { LoadOptions } from "../options.ts";
import type { Counts, Samples } from "../people/notes.ts";

/** What a worker has to know. */
export interface CrowdPlan
  extends Pick<LoadOptions, "users" | "accounts" | "rate" | "shape" | "messagesPerSecond" | "bytes" | "churnPerMinute">,
    Pick<LoadOptions, "typing" | "reading" | "core" | "seed"> {
  readonly url: string;
  readonly addresses: readonly string[];
  readonly credentials: Credentials;
  /** Names the run in its texts. */
  readonly run: string;
  readonly worker: number;
  readonly workers: number;
}

/** What a worker's users have noticed; samples since it last was asked. */
export interface Report {
  readonly online: number;
  readonly counts: Counts;
  readonly samples: Samples;
  /** How late its timers were, in ms: 99 % of them less. */
  readonly lagMs: number;
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** What became of everything that there was for the users. */
export interface Audit {
  readonly due: number;
  readonly lost: number;
  /** Users who lack something. */
  readonly behind: number;
  /** Users who are not back. */
  readonly absent: number;
  /** Messages that nobody answered. */
  readonly unanswered: number;
}

export type RoomHeads = readonly (readonly [room: string, head: Position])[];

/** What a worker does when it is told to. */
export interface Orders {
  /** Resolves when its users have tokens. */
  prepare(plan: CrowdPlan): Promise<void>;
  /** Resolves when the last of them has been told to come. */
  start(): Promise<void>;
  report(): Report;
  /** Nobody speaks or goes any more; resolves when all are back and answered, or after so many ms. */
  calm(patience: number): Promise<void>;
  heads(): RoomHeads;
  /** Resolves when all have what `heads` says, or after so many ms. */
  audit(heads: RoomHeads, patience: number): Promise<Audit>;
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
