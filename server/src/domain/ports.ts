/**
 * What the rules of a replica need from outside. `store` fits these interfaces by its shape;
 * only the composition root knows both. Every method rejects with a HubbubError: `unavailable`
 * while Redis is away, and what else its comment names.
 */
import type {
  Message,
  MessageKind,
  Position,
  PresenceSnapshot,
  Recovery,
  RoomFacts,
  RoomSummary,
  User,
} from "@hubbub/protocol";

export interface NewMessage {
  readonly room: string;
  readonly kind: MessageKind;
  readonly user: User;
  readonly text: string;
  readonly clientMessageId: string;
  readonly at: number;
  readonly target?: number;
}

export interface Published {
  readonly message: Message;
  readonly epoch: string;
  /** The same (user, clientMessageId) was in the log already; `message` is the one of then. */
  readonly duplicate: boolean;
}

/** Publish = append to the log, then broadcast. Resolves as soon as the log has the message. */
export interface Publisher {
  /** Rejects with `not_found` (no such room) or `forbidden` (the user is not in it). */
  publish(message: NewMessage): Promise<Published>;
}

export interface RoomLog {
  /** All or nothing: see {@link Recovery}. Rejects with `not_found`. */
  recover(room: string, position?: Position): Promise<Recovery>;
  /** Up to `limit` messages with a seq below `before`, in order of seq. */
  page(room: string, before: number, limit: number): Promise<{ messages: Message[]; more: boolean }>;
  /** The heads of the rooms that exist, in one round trip. */
  heads(rooms: readonly string[]): Promise<Map<string, Position>>;
}

/** A room as one of its members sees it. */
export interface RoomInfo extends RoomFacts {
  readonly position: Position;
  /** Until when they may not speak in it, in ms since 1970; may have passed. */
  readonly muted?: number;
}

export interface Rooms {
  /** Makes the public room if there is none yet, and the user a member of it. */
  join(room: string, user: User): Promise<RoomInfo>;
  leave(room: string, userId: string): Promise<void>;
  /** The room of these two, made if there is none yet, with both as members. */
  openDirect(a: User, b: User): Promise<RoomInfo>;
  /** The rooms that the user is a member of; `general` always is one of them. */
  ofUser(userId: string): Promise<RoomInfo[]>;
  /** Those of these rooms that the user is a member of. */
  ofThese(rooms: readonly string[], userId: string): Promise<RoomInfo[]>;
  isMember(room: string, userId: string): Promise<boolean>;
  /** The public rooms, and the direct rooms of the user. */
  list(userId: string): Promise<RoomSummary[]>;
}

export interface Connection {
  readonly id: string;
  readonly user: User;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** One user's state in one room changed. */
export interface PresenceChange {
  readonly room: string;
  readonly user: User;
  readonly online: boolean;
  readonly lastSeen: number;
  /** How many are online in the room after the change. */
  readonly count: number;
}

/** Who is connected, by this replica's eyes. Each call returns what it changed for the rooms of the user. */
export interface Presence {
  register(connection: Connection): Promise<PresenceChange[]>;
  unregister(connection: Connection, at: number): Promise<PresenceChange[]>;
  /** The user, online, is a member of the room from now on (or no longer). */
  enter(room: string, user: User): Promise<PresenceChange[]>;
  exit(room: string, user: User, at: number): Promise<PresenceChange[]>;
  /** The changes that were lost when a call rejected: what of it happened after all. */
  settle(): Promise<PresenceChange[]>;
  snapshot(room: string): Promise<PresenceSnapshot>;
}

/** The lease of this replica, and what is left of dead ones. */
export interface Replicas {
  /** Renews the lease; false when Redis did not know this replica (first beat, or it was wiped). */
  beat(): Promise<boolean>;
  /** Undoes the connections of replicas whose lease is over; each is swept by one survivor. Their users were last seen `at`. */
  sweep(at: number): Promise<PresenceChange[]>;
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
