import type { User } from "@hubbub/protocol";
import { askedTogether } from "./gathered.ts";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";

export interface RefreshSession {
  readonly id: string;
  readonly user: User;
}

/** Refresh tokens, kept as hashes and rotated at each use, and the marks of sign-ins that were revoked. */
export class Sessions {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #markOf: (sessionId: string) => Promise<string | null>;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
    this.#markOf = askedTogether(redis, (commands, sessions) => commands.mget(sessions.map(id => keys.revoked(id))));
  }

  async save(tokenHash: string, { id, user }: RefreshSession, ttlMs: number): Promise<void> {
    const session = JSON.stringify({ id, user: { id: user.id, name: user.name } });
    await this.#redis.run(commands => commands.set(this.#keys.refresh(tokenHash), session, "PX", ttlMs));
  }

  /** Takes the token: for `graceMs` from the first call on it is still found, and then no more. */
  async take(tokenHash: string, graceMs: number): Promise<RefreshSession | null> {
    const key = this.#keys.refresh(tokenHash);
    // LT only ever shortens what is left, so a later call cannot extend the grace of the first.
    const replies = await this.#redis.run(commands => commands.multi().get(key).pexpire(key, graceMs, "LT").exec());
    const session = replies?.[0]?.[1];
    return typeof session === "string" ? (JSON.parse(session) as RefreshSession) : null;
  }

  /** Marks the sign-in as over for as long as a token of it could still be valid. */
  async revoke(sessionId: string, ttlMs: number): Promise<void> {
    await this.#redis.run(commands => commands.set(this.#keys.revoked(sessionId), 1, "PX", ttlMs));
  }

  async isRevoked(sessionId: string): Promise<boolean> {
    return (await this.#markOf(sessionId)) !== null;
  }
}
