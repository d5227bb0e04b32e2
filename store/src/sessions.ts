import type { User } from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";

export interface RefreshSession {
  readonly id: string;
  readonly user: User;
}

/** Refresh tokens, kept as hashes and used once, and the marks of sign-ins that were revoked. */
export class Sessions {
  readonly #redis: RedisLink;
  readonly #keys: Keys;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  async save(tokenHash: string, { id, user }: RefreshSession, ttlMs: number): Promise<void> {
    const session = JSON.stringify({ id, user: { id: user.id, name: user.name } });
    await this.#redis.run(commands => commands.set(this.#keys.refresh(tokenHash), session, "PX", ttlMs));
  }

  /** Takes the token: a second call with the same one finds null. */
  async take(tokenHash: string): Promise<RefreshSession | null> {
    const session = await this.#redis.run(commands => commands.getdel(this.#keys.refresh(tokenHash)));
    return session === null ? null : (JSON.parse(session) as RefreshSession);
  }

  /** Marks the sign-in as over for as long as a token of it could still be valid. */
  async revoke(sessionId: string, ttlMs: number): Promise<void> {
    await this.#redis.run(commands => commands.set(this.#keys.revoked(sessionId), 1, "PX", ttlMs));
  }

  async isRevoked(sessionId: string): Promise<boolean> {
    return (await this.#redis.run(commands => commands.exists(this.#keys.revoked(sessionId)))) === 1;
  }
}
