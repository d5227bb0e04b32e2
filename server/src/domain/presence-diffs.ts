import type { Departed, PresenceDiff, User } from "@hubbub/protocol";
import type { PresenceChange } from "./ports.ts";

/** Gathers comings and goings between two flushes: one diff a room, with the last state per user only. */
export class PresenceDiffs {
  #rooms = new Map<string, Map<string, PresenceChange>>();

  add(changes: readonly PresenceChange[]): void {
    for (const change of changes) {
      const room = this.#rooms.get(change.room) ?? new Map<string, PresenceChange>();
      // Taken out first, so that the newest change stands last and its count is the diff's.
      room.delete(change.user.id);
      room.set(change.user.id, change);
      this.#rooms.set(change.room, room);
    }
  }

  /** What has gathered; the next flush begins anew. */
  flush(): PresenceDiff[] {
    const rooms = this.#rooms;
    this.#rooms = new Map();
    return [...rooms].map(([room, changes]) => diffOf(room, [...changes.values()]));
  }
}

function diffOf(room: string, changes: readonly PresenceChange[]): PresenceDiff {
  const online: User[] = changes.filter(change => change.online).map(change => change.user);
  const offline: Departed[] = changes
    .filter(change => !change.online)
    .map(change => ({ id: change.user.id, lastSeen: change.lastSeen }));
  return { room, online, offline, count: changes.at(-1)?.count ?? 0 };
}
