import { systemUser, type User } from "@hubbub/protocol";
import { accountKey } from "@hubbub/protocol/schemas";
import type { Keys } from "./keys.ts";
import { beginningWith, nameEntry, readEntry } from "./name-entry.ts";
import type { RedisLink } from "./redis.ts";

export interface Account {
  readonly user: User;
  /** As the password's hasher made it; opaque here. */
  readonly passwordHash: string;
}

/** Accounts by name, without regard to case; the system user's name is nobody's. */
export class Accounts {
  readonly #redis: RedisLink;
  readonly #keys: Keys;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** False when the name is taken. */
  async create({ user, passwordHash }: Account): Promise<boolean> {
    const key = accountKey(user.name);
    if (key === accountKey(systemUser.name)) return false;
    const { profile } = this.#keys.user(user.id);
    return this.#redis.run(async commands => {
      // A crash in between leaves a profile without an account, and never an account without a profile.
      await commands.set(profile, user.name);
      const isMade = (await commands.createAccount(this.#keys.account(key), user.id, user.name, passwordHash)) === 1;
      await (isMade ? commands.zadd(this.#keys.people, 0, nameEntry(user)) : commands.del(profile));
      return isMade;
    });
  }

  async byName(name: string): Promise<Account | null> {
    const key = this.#keys.account(accountKey(name));
    const [id, shown, passwordHash] = await this.#redis.run(commands =>
      commands.hmget(key, "id", "name", "passwordHash"),
    );
    return id && shown && passwordHash ? { user: { id, name: shown }, passwordHash } : null;
  }

  /** Whose names begin so, in the order of their names. */
  async find(prefix: string, limit: number): Promise<User[]> {
    const range = beginningWith(prefix);
    const entries = await this.#redis.run(commands =>
      commands.zrangebylex(this.#keys.people, ...range, "LIMIT", 0, limit),
    );
    return entries.map(readEntry);
  }

  async byId(userId: string): Promise<User | null> {
    if (userId === systemUser.id) return systemUser;
    const name = await this.#redis.run(commands => commands.get(this.#keys.user(userId).profile));
    return name === null ? null : { id: userId, name };
  }
}
