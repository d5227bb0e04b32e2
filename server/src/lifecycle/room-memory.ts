import { generalRoom, isNamedRoomId, type RoomFacts } from "@hubbub/protocol";
import type { KnownRoom, RoomKeeping } from "../domain/room-ports.ts";

interface Deps {
  readonly keeping: Pick<RoomKeeping, "known">;
  /** The rooms that somebody on this replica hears. */
  readonly roomsHere: () => readonly string[];
  readonly isHeardHere: (room: string) => boolean;
}

/** What Redis says of the rooms that somebody here hears. */
export interface Look {
  readonly rooms: ReadonlyMap<string, KnownRoom>;
  /** The rooms that somebody may have left since the last review: this replica may not have been told. */
  readonly left: readonly string[];
  /** Of {@link RoomMemory.startOver}. */
  readonly starts: number;
}

/** What the rooms are that somebody here hears: a Redis that was wiped cannot say it any more. */
export class RoomMemory {
  readonly #deps: Deps;
  #facts = new Map<string, RoomFacts>();
  /** Of each room whose hearers were compared with its members: what changes when somebody leaves it. */
  #reviewed: ReadonlyMap<string, string> = new Map();
  #starts = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Undefined for rooms that need no memory: their ids say it all. */
  of(room: string): RoomFacts | undefined {
    return this.#facts.get(room);
  }

  /** Somebody comes to hear these rooms. What is known of one already was said by a Redis that was whole. */
  readonly note = (rooms: readonly RoomFacts[]): void => {
    for (const { id, kind, title, owner } of rooms) {
      if (isToRemember(id) && !this.#facts.has(id)) this.#facts.set(id, { id, kind, title, owner });
    }
  };

  /** Its owner changed the room through this replica. */
  readonly noteChange = ({ id, kind, title, owner }: RoomFacts): void => {
    if (this.#facts.has(id)) this.#facts.set(id, { id, kind, title, owner });
  };

  /** Somebody comes to hear a room that others let them into. */
  async learn(room: string): Promise<void> {
    if (!isToRemember(room) || this.#facts.has(room) || !this.#deps.isHeardHere(room)) return;
    this.note([...(await this.#deps.keeping.known([room])).values()]);
  }

  /** Changes nothing yet: for {@link keep}, once it is known that Redis was whole. */
  async look(): Promise<Look> {
    const { keeping, roomsHere } = this.#deps;
    const starts = this.#starts;
    const here = roomsHere().filter(isToRemember);
    const rooms = here.length > 0 ? await keeping.known(here) : new Map<string, KnownRoom>();
    const left = [...rooms.values()].filter(room => this.#reviewed.get(room.id) !== exitsOf(room)).map(({ id }) => id);
    return { rooms, left, starts };
  }

  /** What was looked at holds, and was reviewed. False where that began before the last start. */
  keep({ rooms, starts }: Look): boolean {
    if (starts !== this.#starts) return false;
    const here = this.#deps.roomsHere().filter(isToRemember);
    const facts = here.map(id => rooms.get(id) ?? this.#facts.get(id)).filter(room => room !== undefined);
    this.#facts = new Map(facts.map(({ id, kind, title, owner }) => [id, { id, kind, title, owner }]));
    this.#reviewed = new Map([...rooms.values()].map(room => [room.id, exitsOf(room)]));
    return true;
  }

  /** Redis lost all data, and has it again: every room is to be reviewed. */
  startOver(): void {
    this.#starts += 1;
    this.#reviewed = new Map();
  }
}

const isToRemember = (room: string): boolean => isNamedRoomId(room) && room !== generalRoom;

/** In another epoch a room may be another one, or Redis may have lost what happened last. */
const exitsOf = ({ epoch, exits }: KnownRoom): string => `${epoch} ${exits}`;
