import type { RoomView } from "@hubbub/client";
import { directRoomUsers, generalRoom, type User } from "@hubbub/protocol";
import { computed, type ReadonlySignal } from "@preact/signals";

export type PresenceState = "online" | "away" | "offline";

/** How somebody is known to be. */
export interface Presence {
  readonly state: PresenceState;
  /** When they went offline, in ms since 1970; null where that is not known. */
  readonly lastSeen: number | null;
}

export type Known = User & Presence;

const unknown: Presence = { state: "offline", lastSeen: null };
const rank = { online: 0, away: 1, offline: 2 } as const;

const byStateAndName = (a: Known, b: Known): number => rank[a.state] - rank[b.state] || a.name.localeCompare(b.name);

/** Who is there, from what all rooms tell: everybody is in general, but of a crowd general tells only the number. */
export class People {
  readonly #rooms: ReadonlySignal<readonly RoomView[]>;
  /** Who was ever seen online here: whoever goes is told by their id alone. */
  readonly #names = new Map<string, string>();
  readonly #all = computed(() => presences(this.#rooms.value));
  readonly #general = computed(() => this.#rooms.value.find(({ id }) => id === generalRoom) ?? null);
  readonly count = computed(() => this.#general.value?.onlineCount ?? 0);

  /** Who is online, who is away, and who went while we looked. */
  readonly listed = computed<readonly Known[]>(() => {
    const general = this.#general.value;
    if (general === null) return [];
    for (const { id, name } of general.online) this.#names.set(id, name);
    const ids = new Set([...general.online.map(({ id }) => id), ...general.lastSeen.keys()]);
    return [...ids]
      .flatMap(id => {
        const name = this.#names.get(id);
        return name === undefined ? [] : [{ id, name, ...this.presence(id) }];
      })
      .sort(byStateAndName);
  });

  constructor(rooms: ReadonlySignal<readonly RoomView[]>) {
    this.#rooms = rooms;
  }

  presence(user: string): Presence {
    return this.#all.value.get(user) ?? unknown;
  }
}

function presences(rooms: readonly RoomView[]): Map<string, Presence> {
  const all = new Map<string, Presence>();
  for (const { lastSeen } of rooms) {
    for (const [id, at] of lastSeen) {
      if (at > (all.get(id)?.lastSeen ?? 0)) all.set(id, { state: "offline", lastSeen: at });
    }
  }
  for (const { online } of rooms) {
    for (const { id, away } of online) all.set(id, { state: away ? "away" : "online", lastSeen: null });
  }
  return all;
}

/** The other one of a direct room. */
export const partnerOf = (room: Pick<RoomView, "id">, me: User): string | null =>
  directRoomUsers(room.id)?.find(id => id !== me.id) ?? null;
