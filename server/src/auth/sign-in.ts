import type { Credentials } from "@hubbub/protocol";
import { HubbubError, type Session } from "@hubbub/protocol";
import type { Accounts, RefreshSession } from "../domain/ports.ts";
import type { AuthFailure } from "../domain/telemetry.ts";
import type { Passwords } from "./passwords.ts";
import type { RefreshTokens } from "./refresh-tokens.ts";
import type { SignInLimits } from "./sign-in-limits.ts";
import type { TokenIssuer } from "./tokens.ts";

export interface SignedIn {
  readonly session: Session;
  /** For the cookie only. */
  readonly refreshToken: string;
}

export interface SignInParts {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly limits: SignInLimits;
  readonly tokens: TokenIssuer;
  readonly refreshTokens: RefreshTokens;
  readonly newId: () => string;
  readonly onFailure: (reason: AuthFailure) => void;
  /** Called after a session was revoked, to end its live connections. */
  readonly onSignOut: (session: string) => void;
}

/** Accounts and sessions, from the first visit to the sign-out. `address` is the client's. */
export class SignIn {
  readonly #parts: SignInParts;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** Rejects with `name_taken` or `rate_limited`. */
  async signUp({ name, password }: Credentials, address: string): Promise<SignedIn> {
    const { accounts, passwords, limits, newId } = this.#parts;
    await limits.countSignUp(address);
    const user = { id: newId(), name };
    const passwordHash = await passwords.hash(password);
    if (!(await accounts.create({ user, passwordHash }))) {
      throw new HubbubError("name_taken", `The name ${name} belongs to another account.`);
    }
    return this.#open({ id: newId(), user });
  }

  /** Rejects with `bad_credentials` or `rate_limited`. */
  async signIn({ name, password }: Credentials, address: string): Promise<SignedIn> {
    const { accounts, passwords, limits, newId, onFailure } = this.#parts;
    await limits.check(name, address);
    const account = await accounts.byName(name);
    const matches = await passwords.verify(password, account?.passwordHash ?? null);
    if (account === null || !matches) {
      onFailure("bad_credentials");
      await limits.countFailure(name, address);
      throw new HubbubError("bad_credentials", "There is no such account, or it has another password.");
    }
    // Guesses that ran side by side with this one have been counted by now.
    await limits.check(name, address);
    return this.#open({ id: newId(), user: account.user });
  }

  /** Rejects with `unauthenticated`. */
  async refresh(refreshToken: string): Promise<SignedIn> {
    return this.#open(await this.#parts.refreshTokens.use(refreshToken));
  }

  /** Ends the session on all its devices at once: refresh tokens, tokens and connections. */
  async signOut(session: string): Promise<void> {
    await this.#parts.refreshTokens.revoke(session);
    this.#parts.onSignOut(session);
  }

  /** The session that a refresh token is of, if there still is one. */
  async sessionOf(refreshToken: string): Promise<string | null> {
    return (await this.#parts.refreshTokens.find(refreshToken))?.id ?? null;
  }

  async #open(session: RefreshSession): Promise<SignedIn> {
    const { user, id } = session;
    const refreshToken = await this.#parts.refreshTokens.issue(session);
    return { session: { user, ...this.#parts.tokens.issue(user, id) }, refreshToken };
  }
}
