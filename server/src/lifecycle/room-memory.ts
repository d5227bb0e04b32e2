import { generalRoom, isNamedRoomId } from "@hubbub/protocol";
import type { KnownRoom, RoomKeeping } from "../domain/room-ports.ts";

interface Deps {
  readonly keeping: Pick<RoomKeeping, "known">;
  /** The rooms that somebody on this replica hears. */
  readonly roomsHere: () => readonly string[];
}

/** What the rooms are that somebody here hears: a Redis that was wiped cannot say it any more. */
export class RoomMemory {
  readonly #deps: Deps;
  #rooms: ReadonlyMap<string, KnownRoom> = new Map();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Undefined for rooms that need no memory, their ids say it all, and for those of the last moments. */
  of(room: string): KnownRoom | undefined {
    return this.#rooms.get(room);
  }

  /** Resolves with the rooms that somebody may have left since: this replica may not have been told. */
  async refresh(): Promise<string[]> {
    const { keeping, roomsHere } = this.#deps;
    const here = roomsHere().filter(room => isNamedRoomId(room) && room !== generalRoom);
    const found = here.length > 0 ? await keeping.known(here) : new Map<string, KnownRoom>();
    const left = [...found.values()].filter(room => wasLeft(this.#rooms.get(room.id), room)).map(({ id }) => id);
    const rooms = here.map(room => newer(this.#rooms.get(room), found.get(room)));
    this.#rooms = new Map(rooms.filter(room => room !== undefined).map(room => [room.id, room]));
    return left;
  }
}

/** A private room never becomes a public one: somebody made that anew after Redis had lost the other. */
function newer(known: KnownRoom | undefined, found: KnownRoom | undefined): KnownRoom | undefined {
  return known?.kind === "private" && found?.kind !== "private" ? known : (found ?? known);
}

/** In another epoch Redis may have lost its data, and those are members who are not made so again yet. */
function wasLeft(known: KnownRoom | undefined, { epoch, exits }: KnownRoom): boolean {
  return known === undefined || (known.epoch === epoch && known.exits !== exits);
}
