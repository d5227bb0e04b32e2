import type { HttpApi } from "@hubbub/client";
import { type Credentials, HubbubError, type Session, type User } from "@hubbub/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

/** `unreachable`: nobody could say whether the refresh cookie is still good. */
export type SessionPhase = "restoring" | "unreachable" | "signed-out" | "signed-in";

/** Who is signed in on this page. */
export class SignIn {
  readonly #api: HttpApi;
  readonly #phase = signal<SessionPhase>("restoring");
  readonly #user = signal<User | null>(null);

  constructor(api: HttpApi) {
    this.#api = api;
  }

  get phase(): ReadonlySignal<SessionPhase> {
    return this.#phase;
  }

  get user(): ReadonlySignal<User | null> {
    return this.#user;
  }

  /** Takes up the session of the refresh cookie. Never rejects: the phase says what came of it. */
  async restore(): Promise<void> {
    try {
      this.#enter(await this.#api.refresh());
    } catch (error) {
      const isRefused = error instanceof HubbubError && !error.temporary;
      this.#phase.value = isRefused ? "signed-out" : "unreachable";
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
    this.#user.value = null;
    this.#phase.value = "signed-out";
  }

  #enter({ user }: Session): void {
    this.#user.value = user;
    this.#phase.value = "signed-in";
  }
}
