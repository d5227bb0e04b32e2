/** The contract of the emitter: what a job may ask, and what it gets. */
import type { Message, Notice, PresentUser, User, WireError } from "@hubbub/protocol";

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

export interface CallOptions {
  /** Ends the wait for the call, which may or may not be done: the call is refused as `unavailable`. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take, in ms. Default: the emitter's patience. */
  readonly deadlineMs?: number | undefined;
}

export interface DurableOptions extends CallOptions {
  /**
   * The same key again is the same message: a retry is harmless. 1 to 64 printable ASCII characters,
   * a new id by default. It holds per room, for as long as DEDUPE_HOURS says.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface HistoryOptions extends CallOptions {
  /** Only messages with a lower seq; from the newest by default. */
  readonly before?: number | undefined;
  /** 1 to 200, 50 by default. */
  readonly limit?: number | undefined;
}

/** The room's log has the message. */
export interface DurableReceipt {
  /** The idempotency key: the message's `clientMessageId`. */
  readonly id: string;
  readonly room: string;
  readonly epoch: string;
  readonly seq: number;
  /** How many replicas took the broadcast; absent where the receipt did not wait for it. */
  readonly receivers?: number;
}

/** Redis has passed it on; nobody keeps it. */
export interface EphemeralReceipt {
  readonly id: string;
  /** How many replicas took it; with 0 nobody can have seen it. */
  readonly receivers: number;
}

/** The membership is as asked, whether it was before or not. */
export interface MemberReceipt extends EphemeralReceipt {
  readonly room: string;
  readonly user: User;
}

export type Receipt = DurableReceipt | EphemeralReceipt | MemberReceipt;

/** How somebody is, on all their devices together. */
export interface PersonPresence {
  readonly user: User;
  readonly state: "online" | "away" | "offline";
  /** When somebody who is offline went, in ms since 1970; absent where that is not known. */
  readonly lastSeen?: number;
}

/** Who of a room's members is online, away or not. */
export interface RoomPresence {
  readonly room: string;
  readonly count: number;
  /** Absent where more than 1,000 are. */
  readonly online?: readonly PresentUser[];
}

export type PresenceOf<Of extends { readonly user: UserRef } | { readonly room: string }> = Of extends {
  readonly room: string;
}
  ? RoomPresence
  : PersonPresence;

/** Messages in order of seq; edits and removals are entries of their own. */
export interface HistoryPage {
  readonly messages: readonly Message[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

/** One call, as batches, files and queues carry it: JSON. */
export type Call =
  | {
      readonly verb: "announce";
      readonly room: string;
      readonly text: string;
      readonly idempotencyKey?: string | undefined;
    }
  | {
      readonly verb: "message";
      readonly user: UserRef;
      readonly text: string;
      readonly idempotencyKey?: string | undefined;
    }
  | ({ readonly verb: "notify"; readonly target: Target } & NoticeInput)
  | { readonly verb: "disconnect"; readonly user: UserRef }
  | { readonly verb: "join" | "leave"; readonly user: UserRef; readonly room: string };

/** How one call of a batch ended. `index` counts from 0. */
export type Outcome =
  | { readonly index: number; readonly ok: true; readonly receipt: Receipt }
  | { readonly index: number; readonly ok: false; readonly error: WireError };

export interface BatchOptions {
  /** How many calls may be under way at once. Default: 256. */
  readonly concurrency?: number | undefined;
  /** No call begins after one that failed; those under way end and are told. */
  readonly stopOnError?: boolean | undefined;
  /** No call begins after it; those under way end as `unavailable`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Each call answers within its patience, 3 seconds by default: it resolves with a receipt or rejects with a
 * HubbubError, whose `code` is `invalid_payload`, `too_large`, `not_found`, `forbidden` or `unavailable` and whose
 * `temporary` says whether to try again. After `unavailable` the call may or may not be done: try again, a durable
 * message with the same key.
 */
export interface Emitter {
  /** Says something in an existing public or private room, to whoever is in it now or reads it later. */
  announce(room: string, text: string, options?: DurableOptions): Promise<DurableReceipt>;
  /** Writes to one person, who finds it on every device, now or at the next connect. */
  message(user: UserRef, text: string, options?: DurableOptions): Promise<DurableReceipt>;
  /** Shows something that passes to those who are connected now. */
  notify(target: Target, notice: NoticeInput, options?: CallOptions): Promise<EphemeralReceipt>;
  /** Ends all connections of a person. They may come back with a valid token. */
  disconnect(user: UserRef, options?: CallOptions): Promise<EphemeralReceipt>;
  /** The person is in the public or private room from now on. Rejects with `forbidden` for who is banned from it. */
  join(user: UserRef, room: string, options?: CallOptions): Promise<MemberReceipt>;
  /** The person is not in the room any more. Rejects with `forbidden` for the owner of a private room with others in it. */
  leave(user: UserRef, room: string, options?: CallOptions): Promise<MemberReceipt>;
  /** How one person is, or who is in a room. */
  presence<Of extends { readonly user: UserRef } | { readonly room: string }>(
    of: Of,
    options?: CallOptions,
  ): Promise<PresenceOf<Of>>;
  /** A page of what was said in a room of any kind. */
  history(room: string, options?: HistoryOptions): Promise<HistoryPage>;
  /**
   * Many calls, pipelined; those to one room or person keep their order. Outcomes come in the order of the calls, and
   * calls are taken as outcomes are. A call that is not one is an outcome, too.
   */
  batch(calls: Iterable<Call> | AsyncIterable<Call>, options?: BatchOptions): AsyncIterable<Outcome>;
  /** Whether Redis answers right now. */
  isReady(): boolean;
  /** Resolves when what was receipted has left and no handle is open. */
  close(): Promise<void>;
}
