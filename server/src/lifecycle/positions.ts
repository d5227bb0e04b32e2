import type { Position } from "@hubbub/protocol";
import type { RoomLog } from "../domain/ports.ts";
import { isSamePlace } from "../domain/positions.ts";

interface Deps {
  readonly log: Pick<RoomLog, "heads">;
  /** The rooms that somebody on this replica hears. */
  readonly roomsHere: () => readonly string[];
  readonly tellHeadHere: (room: string, head: Position) => void;
}

/** Tells where the rooms stand that moved, so that the loss of a broadcast heals even if it was the last. */
export class Positions {
  readonly #deps: Deps;
  #told = new Map<string, Position>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Of one room, to connections that have just come to hear it. */
  async tellOf(room: string): Promise<void> {
    const head = (await this.#deps.log.heads([room])).get(room);
    if (head) this.#deps.tellHeadHere(room, head);
  }

  async tell(): Promise<void> {
    const { log, roomsHere, tellHeadHere } = this.#deps;
    const rooms = roomsHere();
    const heads = rooms.length > 0 ? await log.heads(rooms) : new Map<string, Position>();
    for (const [room, head] of heads) {
      if (!isSamePlace(head, this.#told.get(room))) tellHeadHere(room, head);
    }
    this.#told = heads;
  }
}
