/** The contract of the emitter: what a job may ask, and what it gets. */
import type { Notice } from "@hubbub/protocol";

/** A person: by id, or by the name of their account. */
export type UserRef = string | { readonly name: string };

/** Who sees a notice. */
export type Target =
  | { readonly user: UserRef }
  | { readonly users: readonly UserRef[] }
  | { readonly room: string }
  | "everyone";

/** `kind` is one lower-case word, `info` by default; `title` is the emitter's name by default. */
export type NoticeInput = Pick<Notice, "text"> & {
  readonly kind?: string | undefined;
  readonly title?: string | undefined;
};

export interface DurableOptions {
  /**
   * The same key again is the same message: a retry is harmless. 1 to 64 printable ASCII characters,
   * a new id by default. It holds per room, for as long as DEDUPE_HOURS says.
   */
  readonly idempotencyKey?: string | undefined;
}

/** The room's log has the message. */
export interface DurableReceipt {
  /** The idempotency key: the message's `clientMessageId`. */
  readonly id: string;
  readonly room: string;
  readonly epoch: string;
  readonly seq: number;
}

/** Redis has passed the notice on; nobody keeps it. */
export interface EphemeralReceipt {
  readonly id: string;
  /** How many replicas took it; with 0 nobody can have seen it. */
  readonly receivers: number;
}

export type Receipt = DurableReceipt | EphemeralReceipt;

/**
 * Each call answers within its patience, 3 seconds by default: it resolves with a receipt or rejects with a
 * HubbubError, whose `code` is `invalid_payload`, `too_large`, `not_found` or `unavailable` and whose `temporary`
 * says whether to try again. After `unavailable` a durable message may or may not be in the log: try again with
 * the same key.
 */
export interface Emitter {
  /** Says something in an existing public room, to whoever is in it now or reads it later. */
  announce(room: string, text: string, options?: DurableOptions): Promise<DurableReceipt>;
  /** Writes to one person, who finds it on every device, now or at the next connect. */
  message(user: UserRef, text: string, options?: DurableOptions): Promise<DurableReceipt>;
  /** Shows something that passes to those who are connected now. */
  notify(target: Target, notice: NoticeInput): Promise<EphemeralReceipt>;
  /** Whether Redis answers right now. */
  isReady(): boolean;
  /** Resolves when what was receipted has left and no handle is open. */
  close(): Promise<void>;
}
