import type { PresenceSnapshot, ServerEvents } from "@hubbub/protocol";

export type EventPayload<Name extends keyof ServerEvents> = Parameters<ServerEvents[Name]>[0];

/** Which connections hear a room. Takes effect on this replica at once, on others as soon as they are told. */
export interface Audience {
  /** All connections of the user, on every replica, hear the room. Resolves when those of this one miss nothing more. */
  enter(room: string, userId: string): Promise<void>;
  exit(room: string, userId: string): void;
  /** The user said that they are away, or no longer: all their connections, on every replica, and their clients know. */
  noteAway(userId: string, away: boolean): void;
  /** On every device. */
  tellUser<Name extends keyof ServerEvents>(userId: string, name: Name, payload: EventPayload<Name>): void;
  /** All who hear the room. */
  tellRoom<Name extends keyof ServerEvents>(room: string, name: Name, payload: EventPayload<Name>): void;
}

/**
 * Who is in a room, for a connection that hears it. May be a second old: what it does not know, a diff is about to tell.
 */
export type WhoIsIn = (room: string) => Promise<PresenceSnapshot>;
