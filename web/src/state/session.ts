import type { HttpApi, OutboxStorage } from "@hubbub/client";
import { type Credentials, HubbubError, type Session, type User } from "@hubbub/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

/** `unreachable`: nobody could say whether the refresh cookie is still good. */
export type SessionPhase = "restoring" | "unreachable" | "signed-out" | "signed-in";

/** Set while somebody is signed in in this browser, because no script sees the refresh cookie. */
const mark = "hubbub:signed-in";

/** Who is signed in on this page. */
export class SignIn {
  readonly #api: HttpApi;
  readonly #storage: OutboxStorage;
  readonly #phase = signal<SessionPhase>("restoring");
  readonly #user = signal<User | null>(null);

  constructor(api: HttpApi, storage: OutboxStorage) {
    this.#api = api;
    this.#storage = storage;
  }

  get phase(): ReadonlySignal<SessionPhase> {
    return this.#phase;
  }

  get user(): ReadonlySignal<User | null> {
    return this.#user;
  }

  /** Takes up the session of the refresh cookie. Never rejects: the phase says what came of it. */
  async restore(): Promise<void> {
    // On a first visit the server would refuse, and the browser would log that as an error.
    if (this.#storage.getItem(mark) === null) return this.forget();
    try {
      this.#enter(await this.#api.refresh());
    } catch (error) {
      const isRefused = error instanceof HubbubError && !error.temporary;
      if (isRefused) this.forget();
      else this.#phase.value = "unreachable";
    }
  }

  async signUp(credentials: Credentials): Promise<void> {
    this.#enter(await this.#api.signUp(credentials));
  }

  async signIn(credentials: Credentials): Promise<void> {
    this.#enter(await this.#api.signIn(credentials));
  }

  /** Rejects, still signed in, when no replica can be reached. */
  async signOut(): Promise<void> {
    await this.#api.signOut();
    this.forget();
  }

  /** The session ended elsewhere: by a sign-out in another tab, or because it was revoked. */
  forget(): void {
    this.#storage.removeItem(mark);
    this.#user.value = null;
    this.#phase.value = "signed-out";
  }

  #enter({ user }: Session): void {
    this.#storage.setItem(mark, "yes");
    this.#user.value = user;
    this.#phase.value = "signed-in";
  }
}
