/** Who of a room's people is there, as the client holds it: pure. */
import type { PresenceDiff, PresenceSnapshot, PresentUser } from "@hubbub/protocol";
import type { OnlineUser } from "./types.ts";

export interface RoomPresence {
  readonly online: readonly OnlineUser[];
  readonly onlineCount: number;
  /** Of those who went offline while we watched, and of the other in a direct room. */
  readonly lastSeen: ReadonlyMap<string, number>;
}

export const nobody: RoomPresence = { online: [], onlineCount: 0, lastSeen: new Map() };

export function withSnapshot(known: RoomPresence, { online, count, offline = [] }: PresenceSnapshot): RoomPresence {
  const lastSeen = new Map(known.lastSeen);
  for (const { id } of online) lastSeen.delete(id);
  for (const { id, lastSeen: at } of offline) lastSeen.set(id, at);
  return { online: online.map(asOnline), onlineCount: count, lastSeen };
}

export function withDiff(known: RoomPresence, { online, offline, count, countOnly }: PresenceDiff): RoomPresence {
  const changed = new Set([...online, ...offline].map(({ id }) => id));
  const others = countOnly ? [] : known.online.filter(({ id }) => !changed.has(id));
  const lastSeen = new Map([...known.lastSeen].filter(([id]) => !changed.has(id)));
  for (const { id, lastSeen: at } of offline) lastSeen.set(id, at);
  return { online: [...others, ...online.map(asOnline)], onlineCount: count, lastSeen };
}

const asOnline = ({ id, name, away }: PresentUser): OnlineUser => ({ id, name, away: away === true });
