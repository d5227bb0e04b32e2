import type { Chat } from "@hubbub/client";
import { type ReadonlySignal, signal } from "@preact/signals";

/** Where timelines began anew because history could not be recovered: by room, the seq of the first message after it. */
export class Gaps {
  readonly #starts = signal<ReadonlyMap<string, number>>(new Map());
  readonly stop: () => void;

  constructor(chat: Pick<Chat, "on" | "state">) {
    this.stop = chat.on("resync", room => {
      const first = chat.state.rooms.get(room)?.messages[0];
      if (first !== undefined) this.#starts.value = new Map(this.#starts.peek()).set(room, first.seq);
    });
  }

  get starts(): ReadonlySignal<ReadonlyMap<string, number>> {
    return this.#starts;
  }
}
