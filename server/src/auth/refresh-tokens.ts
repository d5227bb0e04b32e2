import { createHash, randomBytes } from "node:crypto";
import { HubbubError } from "@hubbub/protocol";
import type { RefreshSession, Sessions } from "../domain/ports.ts";
import type { AuthFailure } from "../domain/telemetry.ts";

/** How long a used token still works: for a second tab, and for one more try after a lost answer. */
const graceMs = 30_000;

/** Refresh tokens of sessions: random, kept by their hash only, replaced at each use. */
export class RefreshTokens {
  readonly #sessions: Sessions;
  readonly #lifetimeMs: number;
  readonly #onFailure: (reason: AuthFailure) => void;

  constructor(sessions: Sessions, lifetimeMs: number, onFailure: (reason: AuthFailure) => void) {
    this.#sessions = sessions;
    this.#lifetimeMs = lifetimeMs;
    this.#onFailure = onFailure;
  }

  async issue(session: RefreshSession): Promise<string> {
    const token = randomBytes(32).toString("base64url");
    await this.#sessions.save(hashOf(token), session, this.#lifetimeMs);
    return token;
  }

  /** The session of a token that is used now. Rejects with `unauthenticated`. */
  async use(token: string): Promise<RefreshSession> {
    const session = await this.find(token);
    if (session === null || (await this.#sessions.isRevoked(session.id))) {
      this.#onFailure("revoked");
      throw new HubbubError("unauthenticated", "This session has ended.");
    }
    return session;
  }

  find(token: string): Promise<RefreshSession | null> {
    return this.#sessions.take(hashOf(token), graceMs);
  }

  /** Ends every token of the session, of both kinds: nothing issued until now lives longer than this. */
  async revoke(session: string): Promise<void> {
    await this.#sessions.revoke(session, this.#lifetimeMs);
  }
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");
