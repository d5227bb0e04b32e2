/** What a replica counts. Every label is bounded: it is a name or a code of the protocol, or one of the lists here. */
import type { ErrorCode, MessageKind, RequestName } from "@hubbub/protocol";

export type Telemetry = ConnectionTelemetry & MessageTelemetry & AuthTelemetry & ClusterTelemetry;

export interface ConnectionTelemetry {
  connectionOpened(): void;
  /** `reason` as Socket.IO gives it, or the code with which this replica ended the connection. */
  connectionClosed(reason: string): void;
  /** A connection was ended because its client did not read. */
  slowReader(): void;
  /** A CONNECT was refused. */
  connectionRefused(code: ErrorCode): void;
  /** The most connections that this replica takes; 0 for no bound. */
  connectionsLimited(most: number): void;
  /** So many connections were asked to move to other replicas. */
  rebalanced(connections: number): void;
  /** A request was answered; `code` is null for an accepted one. */
  answered(request: RequestName | "unknown", code: ErrorCode | null, seconds: number): void;
}

export interface MessageTelemetry {
  /** The log took a message, had it already (`duplicate`), or refused it. */
  appended(kind: MessageKind, result: "appended" | "duplicate" | ErrorCode): void;
  /** Messages left for the members of one room in one packet. */
  broadcast(messages: number): void;
  /** Messages of such ages were handed to so many connections of this replica. */
  delivered(connections: number, ageSeconds: readonly number[]): void;
  /**
   * A client came with its position in a room: it had missed nothing (`current`), got what it had missed (`tail`), or the
   * newest page (`resync`).
   */
  recovered(result: "current" | "tail" | "resync"): void;
  /** The heads of all rooms that are heard here were looked at, and told where they had moved. */
  positionTick(): void;
}

/**
 * `missing`: no token. `malformed`: none that can be read. `forged`: not signed by us for this use. `expired`. `revoked`:
 * signed out, or a refresh token that nobody holds any more. `bad_credentials`: another password, or no such name.
 */
export type AuthFailure = "missing" | "malformed" | "forged" | "expired" | "revoked" | "bad_credentials";

/** Which limit somebody was over; `other` where it has no name here. */
export type RateLimit = (typeof rateLimits)[number];

export const rateLimits = [
  "message",
  "ask",
  "keep",
  "find",
  "invite",
  "room",
  "catch-up",
  "presence",
  "typing",
  "connect",
  "sign-in:name",
  "sign-in:address",
  "sign-up:address",
  "other",
] as const;

export interface AuthTelemetry {
  authFailed(reason: AuthFailure): void;
  rateLimited(limit: RateLimit): void;
}

export interface ClusterTelemetry {
  /** So many people came, went or turned away, as told to one room's connections here. */
  presenceChanged(changes: number): void;
  /** So many dead replicas were swept. */
  swept(replicas: number): void;
  /** This replica is about to end. */
  drainBegan(): void;
  /** How many replicas hold a lease, as this one knows. */
  replicas(count: number): void;
}
