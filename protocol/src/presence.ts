import type { User } from "./message.ts";

/** Who of a room's members has at least one connection on a living replica. */
export interface PresenceSnapshot {
  readonly online: readonly User[];
  /** How many are online; may be more than `online` lists. */
  readonly count: number;
}

/** Somebody who went offline. */
export interface Departed {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly lastSeen: number;
}

/** What changed in a room since the last diff: the last state per user only. */
export interface PresenceDiff {
  readonly room: string;
  readonly online: readonly User[];
  readonly offline: readonly Departed[];
  /** How many are online after this diff. */
  readonly count: number;
}
