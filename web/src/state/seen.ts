import type { OutboxStorage } from "@hubbub/client";
import type { Position } from "@hubbub/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

type Positions = ReadonlyMap<string, Position>;

/** Up to where this browser has shown each room, kept across reloads. */
export class Seen {
  readonly #storage: OutboxStorage;
  readonly #key: string;
  readonly #positions;

  constructor(storage: OutboxStorage, userId: string) {
    this.#key = `hubbub:seen:${userId}`;
    this.#storage = storage;
    this.#positions = signal<Positions>(new Map(parse(storage.getItem(this.#key))));
  }

  get positions(): ReadonlySignal<Positions> {
    return this.#positions;
  }

  mark(room: string, { epoch, seq }: Position): void {
    const known = this.#positions.peek().get(room);
    if (known?.epoch === epoch && known.seq >= seq) return;
    this.#positions.value = new Map(this.#positions.peek()).set(room, { epoch, seq });
    this.#storage.setItem(this.#key, JSON.stringify([...this.#positions.peek()]));
  }
}

/** What storage holds may be of an older release, or somebody's experiment: then nothing was seen. */
function parse(stored: string | null): [string, Position][] {
  try {
    const value: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(value) ? value.filter(isPair) : [];
  } catch {
    return [];
  }
}

function isPair(value: unknown): value is [string, Position] {
  if (!Array.isArray(value) || typeof value[0] !== "string") return false;
  const position: Partial<Record<keyof Position, unknown>> = value[1] ?? {};
  return typeof position.epoch === "string" && typeof position.seq === "number";
}
