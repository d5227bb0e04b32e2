import type { Chat, RoomView } from "@hubbub/client";
import { isNamedRoomId, type RoomSummary, type User } from "@hubbub/protocol";
import { signal } from "@preact/signals";
import { explainAny } from "./words.ts";

export type FoundRoom = Pick<RoomView, "id" | "kind" | "title"> & {
  /** Null where the user is in it. */
  readonly members: number | null;
};
export type Found = { readonly key: string } & (
  | { readonly room: FoundRoom; readonly person?: never }
  | { readonly person: User; readonly room?: never }
);

/** What a search is over. */
export interface Scope {
  readonly ownRooms: boolean;
  readonly otherRooms: boolean;
  readonly people: boolean;
}

/** Where is searched. */
export interface Directory extends Pick<Chat, "findPeople" | "findRooms"> {
  readonly me: User;
  ownRooms(): readonly RoomView[];
  /** All that anybody may join. */
  publicRooms(): Promise<readonly RoomSummary[]>;
}

/** Looks for rooms and people while somebody types; the last word counts, whatever comes back first. */
export class Finding {
  readonly #directory: Directory;
  readonly #scope: Scope;
  #asked = 0;
  readonly found = signal<readonly Found[]>([]);
  readonly error = signal<string | null>(null);
  /** Whether what is found belongs to what was typed last. */
  readonly settled = signal(false);

  constructor(directory: Directory, scope: Scope) {
    this.#directory = directory;
    this.#scope = scope;
  }

  /** Never rejects: what went wrong is in `error`. */
  async look(text: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const prefix = text.trim().replace(/^[#@]/, "");
    const own = this.#scope.ownRooms ? ownRooms(this.#directory.ownRooms(), prefix) : [];
    this.found.value = own;
    this.settled.value = false;
    const [others, people] = await Promise.allSettled([this.#otherRooms(prefix), this.#people(prefix)]);
    if (asked !== this.#asked) return;
    const failed = [others, people].find(result => result.status === "rejected");
    this.error.value = failed === undefined ? null : explainAny(failed.reason);
    this.found.value = [...own, ...valueIn(people), ...valueIn(others)];
    this.settled.value = true;
  }

  async #otherRooms(prefix: string): Promise<Found[]> {
    const { ownRooms, otherRooms } = this.#scope;
    if (!otherRooms || (ownRooms && prefix === "")) return [];
    const mine = new Set(this.#directory.ownRooms().map(({ id }) => id));
    const rooms = await (prefix === "" ? this.#directory.publicRooms() : this.#directory.findRooms(prefix));
    return rooms.filter(({ id, kind }) => kind === "public" && !mine.has(id)).map(asFound);
  }

  async #people(prefix: string): Promise<Found[]> {
    if (!this.#scope.people || prefix === "") return [];
    const people = await this.#directory.findPeople(prefix);
    return people
      .filter(({ id }) => id !== this.#directory.me.id)
      .map(person => ({ key: `person ${person.id}`, person }));
  }
}

const valueIn = (result: PromiseSettledResult<Found[]>): Found[] => (result.status === "fulfilled" ? result.value : []);

const asFound = ({ id, kind, title, members }: RoomSummary): Found => ({
  key: `room ${id}`,
  room: { id, kind, title, members },
});

function ownRooms(rooms: readonly RoomView[], prefix: string): Found[] {
  const part = prefix.toLowerCase();
  return rooms
    .filter(({ id, title }) => title.toLowerCase().includes(part) || (isNamedRoomId(id) && id.includes(part)))
    .sort((a, b) => b.unread - a.unread || a.title.localeCompare(b.title))
    .map(({ id, kind, title }) => ({ key: `room ${id}`, room: { id, kind, title, members: null } }));
}
