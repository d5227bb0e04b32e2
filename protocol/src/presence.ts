import type { User } from "./message.ts";

/** `away`: connected, but not looking. */
export type MemberState = "online" | "away" | "offline";

/** A member of a room, as a page of them shows one. */
export interface Member extends User {
  readonly state: MemberState;
  /** When somebody who is offline went, in ms since 1970; absent where that is not known. */
  readonly lastSeen?: number;
  /** Until when they may not speak in the room, in ms since 1970. */
  readonly muted?: number;
}

/** One page of a room's members, in the order of their names. */
export interface MemberPage {
  readonly members: readonly Member[];
  /** What to ask for the next page with; absent after the last one. */
  readonly next?: string;
  /** Who is banned, on the first page and for the owner only. */
  readonly banned?: readonly User[];
}

/** Somebody who is online. */
export interface PresentUser extends User {
  /** Connected, but not looking. */
  readonly away?: true;
}

/** Who of a room's members has at least one connection on a living replica. */
export interface PresenceSnapshot {
  /** Everybody; nobody in a room that has too many of them to list, and then only `count` tells. */
  readonly online: readonly PresentUser[];
  readonly count: number;
  /** In a direct room: the other, where they are not online and it is known since when. */
  readonly offline?: readonly Departed[];
}

/** Somebody who went offline, or out of the room. */
export interface Departed {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly lastSeen: number;
}

/** What changed in a room since the last diff: the last state per user only. */
export interface PresenceDiff {
  readonly room: string;
  /** Who came, and who is away now or is no longer. */
  readonly online: readonly PresentUser[];
  readonly offline: readonly Departed[];
  /** How many are online after this diff. */
  readonly count: number;
  /**
   * There are too many to list: whoever was listed is not known to be online any more. The first diff without it lists
   * everybody again.
   */
  readonly countOnly?: true;
}
