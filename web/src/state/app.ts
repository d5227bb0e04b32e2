import type { Chat, HttpApi, OutboxStorage } from "@hubbub/client";
import { generalRoom, type User } from "@hubbub/protocol";
import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { ChatStore, type Page } from "./chat-store.ts";
import type { Clock } from "./clock.ts";
import { SignIn } from "./session.ts";
import { Toasts } from "./toasts.ts";

export interface AppOptions {
  readonly api: HttpApi;
  readonly openChat: () => Chat;
  readonly storage: OutboxStorage;
  readonly page: Page;
  readonly clock: Clock;
}

/** The whole state of one tab: who is signed in, and their chat. */
export class App {
  readonly signIn: SignIn;
  readonly toasts: Toasts;
  readonly #options: AppOptions;
  readonly #chat = signal<ChatStore | null>(null);

  constructor(options: AppOptions) {
    this.#options = options;
    this.signIn = new SignIn(options.api, options.storage);
    this.toasts = new Toasts(options.clock.after);
    effect(() => {
      const user = this.signIn.user.value;
      return user === null ? undefined : untracked(() => this.#open(user));
    });
  }

  /** The chat of whoever is signed in. */
  get chat(): ReadonlySignal<ChatStore | null> {
    return this.#chat;
  }

  #open(user: User): () => void {
    const { api, openChat, storage, page, clock } = this.#options;
    const publicRooms = () => api.rooms();
    const store = new ChatStore({ chat: openChat(), user, page, publicRooms, storage, toasts: this.toasts, clock });
    const stopWatching = effect(() => {
      const { phase, error } = store.connection.value;
      if (phase === "ended" && error?.code === "unauthenticated") this.signIn.forget();
    });
    this.#chat.value = store;
    store.connect();
    return () => {
      stopWatching();
      store.close();
      this.#chat.value = null;
      page.goTo(generalRoom);
    };
  }
}
