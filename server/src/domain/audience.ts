import type { PresenceChange } from "./ports.ts";

/** Which connections hear a room. Takes effect on this replica at once, on others as soon as they are told. */
export interface Audience {
  /** All connections of the user, on every replica, hear the room. Resolves when those of this one miss nothing more. */
  enter(room: string, userId: string): Promise<void>;
  exit(room: string, userId: string): void;
}

/** Tells the members of the rooms, soon. */
export type Announce = (changes: readonly PresenceChange[]) => void;
