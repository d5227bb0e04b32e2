/** Messages on their way, and how they survive a page reload. */
import { isRoomId, type WireError } from "@hubbub/protocol";
import { also, count, list, object, oneOf, optional, string } from "./shape.ts";
import type { OutboxEntry, OutboxStorage } from "./types.ts";
import { wireError } from "./wire.ts";

const entry = also(
  object<OutboxEntry>({
    room: string,
    kind: oneOf("text", "edit", "remove"),
    text: string,
    target: optional(count),
    targetId: optional(string),
    clientMessageId: string,
    at: count,
    status: oneOf("sending", "failed"),
    error: (value): value is WireError | null => value === null || wireError(value),
  }),
  ({ room }) => isRoomId(room),
);

export const withEntry = (entries: readonly OutboxEntry[], changed: OutboxEntry): readonly OutboxEntry[] =>
  entries.some(({ clientMessageId }) => clientMessageId === changed.clientMessageId)
    ? entries.map(known => (known.clientMessageId === changed.clientMessageId ? changed : known))
    : [...entries, changed];

export const withoutEntry = (entries: readonly OutboxEntry[], clientMessageId: string): readonly OutboxEntry[] =>
  entries.filter(known => known.clientMessageId !== clientMessageId);

/**
 * The unsent messages of one user, as one JSON list under one key. All tabs of a browser share it: each call reads the
 * list anew and changes one entry of it, so no tab undoes what another one did. That a second tab may send the
 * same entry is harmless, the replica knows it by its id.
 */
export class OutboxStore {
  readonly #storage: OutboxStorage;
  readonly #key: string;
  readonly #fault: (error: unknown) => void;

  constructor(storage: OutboxStorage, user: string, fault: (error: unknown) => void) {
    this.#storage = storage;
    this.#key = `hubbub:outbox:${user}`;
    this.#fault = fault;
  }

  load(): readonly OutboxEntry[] {
    try {
      const stored = this.#storage.getItem(this.#key);
      const entries: unknown = stored === null ? [] : JSON.parse(stored);
      if (list(entry)(entries)) return entries;
      throw new Error("The stored outbox has a wrong shape and is left out");
    } catch (error) {
      this.#fault(error);
      return [];
    }
  }

  put(changed: OutboxEntry): void {
    this.#write(withEntry(this.load(), changed));
  }

  drop(clientMessageId: string): void {
    this.#write(withoutEntry(this.load(), clientMessageId));
  }

  #write(entries: readonly OutboxEntry[]): void {
    try {
      if (entries.length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(entries));
    } catch (error) {
      this.#fault(error);
    }
  }
}
