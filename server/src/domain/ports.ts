/**
 * What the rules of a replica need from outside. `store` fits these interfaces by its shape;
 * only the composition root knows both. Every method rejects with a HubbubError: `unavailable`
 * while Redis is away, and what else its comment names.
 */
import type { MemberState, Message, MessageKind, Position, ReadMark, Recovery, User } from "@hubbub/protocol";
import type { Standing } from "./rebalancing.ts";

export interface NewMessage {
  readonly room: string;
  readonly kind: MessageKind;
  readonly user: User;
  readonly text: string;
  readonly clientMessageId: string;
  readonly at: number;
  /** Of an edit or a removal: the seq of the text, and its `clientMessageId` where the sender knows it. */
  readonly target?: number;
  readonly targetId?: string | undefined;
}

export interface Published {
  readonly message: Message;
  readonly epoch: string;
  /** The same (user, clientMessageId) was in the log already; `message` is the one of then. */
  readonly duplicate: boolean;
}

/** Publish = append to the log, then broadcast. Resolves as soon as the log has the message. */
export interface Publisher {
  /**
   * `connection` is the id of the one that it came through. Rejects with `not_found` (no such room, or no such text to
   * change), `forbidden` (the user is not in it, or the text is another's) or `conflict` (the text was removed).
   */
  publish(message: NewMessage, connection: string): Promise<Published>;
}

export interface LogRecovery extends Recovery {
  /** How many texts there are up to `position`. */
  readonly texts: number;
}

export interface RoomLog {
  /** All or nothing: see {@link Recovery}. Rejects with `not_found`. */
  recover(room: string, position?: Position): Promise<LogRecovery>;
  /** Up to `limit` messages with a seq below `before`, in order of seq. */
  page(room: string, before: number, limit: number): Promise<{ messages: Message[]; more: boolean }>;
  /** The heads of the rooms that exist, in one round trip. */
  heads(rooms: readonly string[]): Promise<Map<string, Position>>;
}

/** How far users have read. */
export interface Reads {
  /**
   * The user has read up to `seq`, if they had not before; with an `epoch` only where it is the room's still.
   * Rejects with `not_found` or `forbidden` for who is not a member.
   */
  mark(room: string, userId: string, seq: number, epoch?: string): Promise<ReadMark>;
}

export interface Connection {
  readonly id: string;
  readonly user: User;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Nobody looks at its device. */
  readonly isIdle: boolean;
  /** The user said that they are away, as far as this connection knows. */
  readonly saysAway: boolean;
}

/** Somebody came, went, or is away now or no longer. */
export interface PresenceChange {
  readonly user: User;
  readonly state: MemberState;
  /** Of somebody who is offline, in ms since 1970. */
  readonly lastSeen: number;
}

/** Who is in a room at one moment. */
export type PresenceReading = {
  /** Names the moment, for the next reading. */
  readonly place: string;
  /** How many are online, away or not. */
  readonly count: number;
  /** Whether Redis lost what the reader knew, and so perhaps who is there. */
  readonly isLost: boolean;
} & (
  | { readonly kind: "count" }
  /** Everybody who is there. After a loss, ahead of them, some who went since: of others who are missing nothing is known. */
  | { readonly kind: "all"; readonly people: readonly PresenceChange[] }
  /** In their order, since the place that was asked from. */
  | { readonly kind: "changes"; readonly changes: readonly PresenceChange[] }
);

/** Who is connected. All that changes in a room is told to whoever reads its presence: see {@link PresenceReading}. */
export interface Presence {
  /** Registering again is harmless, and tells how the connection is now. Resolves with what the user said of themself. */
  register(connection: Connection): Promise<{ saysAway: boolean }>;
  /** The same after Redis lost its data. */
  registerAnew(connection: Connection): Promise<void>;
  /** Resolves with whether Redis knew of the user at all; where not, it lost its data. */
  unregister(connection: Connection, at: number): Promise<{ wasKnown: boolean }>;
  /** The user says that they are away, or no longer. */
  setAway(user: User, saysAway: boolean, at: number): Promise<void>;
  /** The user is a member of the room from now on (or no longer). */
  enter(room: string, user: User): Promise<void>;
  exit(room: string, user: User, at: number): Promise<void>;
  /** Does again what a call that rejected may have left undone. */
  settle(): Promise<void>;
  /** Who is in the room, `most` people at most: what changed since the `place` of an earlier reading, or everybody. */
  read(room: string, question: { place: string; everybody: boolean; most: number }): Promise<PresenceReading>;
  /** How these members of the room are, in their order. `lastSeen` of those who are offline, where it is known. */
  statesOf(room: string, userIds: readonly string[]): Promise<{ state: MemberState; lastSeen: number | null }[]>;
}

export interface Epochs {
  /** Where Redis has older data than before, each room that came with it begins a new epoch. Resolves with how many. */
  endForeign(): Promise<number>;
}

/**
 * What became of a lease since the last beat. `lost`: Redis does not know this replica (any more). `wiped`: it lost its
 * data, and so knows nothing at all, or it lost what came last.
 */
export type Beat = "held" | "lost" | "wiped";

/** The lease of this replica, and what is left of dead ones. */
export interface Replicas {
  /** Renews the lease, and tells the others how this one stands. */
  beat(own: Standing): Promise<Beat>;
  /** How they stand whose lease holds, as of the last beat. */
  readonly others: readonly Standing[];
  /** Whether Redis still has the data that it had at the last beat. */
  isWhole(): Promise<boolean>;
  /**
   * Undoes the connections of replicas whose lease is over; each is swept by one survivor. Their users were last seen `at`.
   * Resolves with how many replicas were swept.
   */
  sweep(at: number): Promise<number>;
  /** Gives the lease back after the last connection was unregistered. */
  retire(): Promise<void>;
}

export interface RateLimiter {
  /** Takes one token of the bucket; rejects with `rate_limited` and `retryAfterMs` when it is empty. */
  take(bucket: string, rule: RateRule, now: number): Promise<void>;
  /** The same check without taking one. */
  peek(bucket: string, rule: RateRule, now: number): Promise<void>;
}

export interface RateRule {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Account {
  readonly user: User;
  /** `scrypt$N$r$p$salt$hash`, base64url. */
  readonly passwordHash: string;
}

export interface Accounts {
  /** False when the name is taken, or the one that backend jobs speak under. */
  create(account: Account): Promise<boolean>;
  byName(name: string): Promise<Account | null>;
  byId(userId: string): Promise<User | null>;
}

export interface RefreshSession {
  readonly id: string;
  readonly user: User;
}

/** Refresh tokens (kept as hashes, rotated at each use) and revoked sessions. */
export interface Sessions {
  save(tokenHash: string, session: RefreshSession, ttlMs: number): Promise<void>;
  /**
   * Takes the token. For `graceMs` from the first call on, the same token still finds its session, so that
   * two tabs that refresh at once both stay signed in; after that it finds null. A later call never extends it.
   */
  take(tokenHash: string, graceMs: number): Promise<RefreshSession | null>;
  revoke(sessionId: string, ttlMs: number): Promise<void>;
  isRevoked(sessionId: string): Promise<boolean>;
}
