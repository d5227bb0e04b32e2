import type { PresenceDiff, PresenceSnapshot } from "@hubbub/protocol";
import type { PresenceChange } from "./ports.ts";

/** What changed in one room since the last flush: one change a user, the last one. */
export interface RoomChanges {
  readonly room: string;
  readonly changes: readonly PresenceChange[];
}

/** Gathers comings and goings between two flushes. */
export class PresenceDiffs {
  #rooms = new Map<string, Map<string, PresenceChange>>();

  add(changes: readonly PresenceChange[]): void {
    for (const change of changes) {
      const room = this.#rooms.get(change.room) ?? new Map<string, PresenceChange>();
      room.set(change.user.id, change);
      this.#rooms.set(change.room, room);
    }
  }

  /** What was taken and could not be told; what came since then is newer. */
  putBack({ changes }: RoomChanges): void {
    const newer = this.take().flatMap(pending => pending.changes);
    this.add(changes);
    this.add(newer);
  }

  /** All that has gathered; from now on it gathers anew. */
  take(): RoomChanges[] {
    const rooms = [...this.#rooms];
    this.#rooms.clear();
    return rooms.map(([room, changes]) => ({ room, changes: [...changes.values()] }));
  }
}

/**
 * The diff as it is true now. Somebody may have left one replica and come to another within the same
 * second; the diffs of both replicas then agree, in whatever order they arrive. A snapshot that lists
 * fewer than it counts says nothing about who is absent from it: there the change is believed.
 */
export function diffOf({ room, changes }: RoomChanges, snapshot: PresenceSnapshot): PresenceDiff {
  const present = new Set(snapshot.online.map(user => user.id));
  const complete = snapshot.online.length >= snapshot.count;
  const isOnline = ({ user, online }: PresenceChange) => (complete ? present.has(user.id) : online);
  return {
    room,
    online: changes.filter(isOnline).map(({ user }) => user),
    offline: changes.filter(change => !isOnline(change)).map(({ user, lastSeen }) => ({ id: user.id, lastSeen })),
    count: snapshot.count,
  };
}
