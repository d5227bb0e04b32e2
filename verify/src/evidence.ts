import type { History, Line } from "./record.ts";

/** A message that somebody saw in a log, whoever that was. */
export interface Known {
  readonly room: string;
  readonly epoch: string;
  readonly seq: number;
  readonly id: string;
  /** The first that anybody knew of it; Infinity where only the log has it. */
  readonly at: number;
}

/** What all tapes and logs say about a room, put together. */
export class Evidence {
  /** By room, each place once. */
  readonly known = new Map<string, Known[]>();
  /** Places that hold two messages. */
  readonly conflicts: { readonly first: Known; readonly second: Known }[] = [];
  /** All places of each message. */
  readonly placesOf = new Map<string, Known[]>();
  readonly #at = new Map<string, Known>();

  constructor({ tapes, logs }: History) {
    const seen = tapes.flatMap(({ lines }) => lines.filter(isPlace));
    for (const place of seen.sort((a, b) => a.at - b.at)) this.#add(place);
    for (const { room, epoch, entries } of logs) {
      for (const entry of entries) this.#add({ room, epoch, ...entry, at: Number.POSITIVE_INFINITY });
    }
  }

  find(room: string, epoch: string, seq: number): Known | undefined {
    return this.#at.get(`${room} ${epoch} ${seq}`);
  }

  #add({ room, epoch, seq, id, at }: Known): void {
    const before = this.find(room, epoch, seq);
    if (before?.id === id) return;
    const known = { room, epoch, seq, id, at };
    add(this.placesOf, id, known);
    if (before !== undefined) {
      this.conflicts.push({ first: before, second: known });
      return;
    }
    this.#at.set(`${room} ${epoch} ${seq}`, known);
    add(this.known, room, known);
  }
}

type Place = Extract<Line, { type: "acked" | "delivered" }>;

const isPlace = (line: Line): line is Place => line.type === "acked" || line.type === "delivered";

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
