import type { OutboxStorage } from "@hubbub/client";
import { type ReadonlySignal, signal } from "@preact/signals";

type Texts = ReadonlyMap<string, string>;

/** What one user has written and not sent, by room. It survives a reload; the tabs of a browser share what is stored. */
export class Drafts {
  readonly #storage: OutboxStorage;
  readonly #key: string;
  readonly #texts;

  constructor(storage: OutboxStorage, user: string) {
    this.#storage = storage;
    this.#key = `hubbub:drafts:${user}`;
    this.#texts = signal(this.#load());
  }

  get texts(): ReadonlySignal<Texts> {
    return this.#texts;
  }

  write(room: string, text: string): void {
    this.#texts.value = changed(this.#texts.peek(), room, text);
    // Another tab may have written in another room since.
    const stored = changed(this.#load(), room, text.trim() === "" ? "" : text);
    if (stored.size === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify([...stored]));
  }

  #load(): Texts {
    try {
      return new Map(JSON.parse(this.#storage.getItem(this.#key) ?? "[]"));
    } catch {
      return new Map();
    }
  }
}

function changed(texts: Texts, room: string, text: string): Texts {
  const after = new Map(texts);
  if (text === "") after.delete(room);
  else after.set(room, text);
  return after;
}
