import type { Position } from "@hubbub/protocol";

/** How far the log of each room is, as far as anybody was told. */
export class Heads {
  readonly #heads = new Map<string, Position>();

  hear(room: string, head: Position): void {
    const known = this.#heads.get(room);
    if (known === undefined || known.epoch !== head.epoch || known.seq < head.seq) this.#heads.set(room, head);
  }

  of(room: string): Position | undefined {
    return this.#heads.get(room);
  }

  entries(): [string, Position][] {
    return [...this.#heads];
  }
}
