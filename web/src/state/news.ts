import type { Chat } from "@hubbub/client";
import type { User } from "@hubbub/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

/** What others say in the open room, in words for whoever hears the page instead of seeing it. */
export class News {
  readonly #text = signal("");
  readonly stop: () => void;

  constructor(chat: Pick<Chat, "on">, me: User, open: ReadonlySignal<string>) {
    this.stop = chat.on("messages", (room, _epoch, messages) => {
      if (room !== open.peek()) return;
      const said = messages.filter(({ kind, user }) => kind === "text" && user.id !== me.id);
      if (said.length > 0) this.#text.value = said.map(({ user, text }) => `${user.name}: ${text}`).join("\n");
    });
  }

  get text(): ReadonlySignal<string> {
    return this.#text;
  }
}
