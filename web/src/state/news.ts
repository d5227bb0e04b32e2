import type { Chat } from "@hubbub/client";
import type { User } from "@hubbub/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

export interface Spoken {
  /** Tells the same words, said again, from those before. */
  readonly count: number;
  readonly text: string;
}

/** What others say in the open room, in words for whoever hears the page instead of seeing it. */
export class News {
  readonly #said = signal<Spoken>({ count: 0, text: "" });
  readonly stop: () => void;

  constructor(chat: Pick<Chat, "on">, me: User, open: ReadonlySignal<string>) {
    this.stop = chat.on("messages", (room, _epoch, messages) => {
      if (room !== open.peek()) return;
      const said = messages.filter(({ kind, user }) => kind === "text" && user.id !== me.id);
      if (said.length === 0) return;
      const text = said.map(({ user, text }) => `${user.name}: ${text}`).join("\n");
      this.#said.value = { count: this.#said.peek().count + 1, text };
    });
  }

  get said(): ReadonlySignal<Spoken> {
    return this.#said;
  }
}
