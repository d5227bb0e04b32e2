import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";

/** The emitter's API keys by name. What a record holds, the emitter alone knows; the key itself is not in it. */
export class ApiKeys {
  readonly #redis: RedisLink;
  readonly #key: string;

  constructor(redis: RedisLink, { apiKeys }: Keys) {
    this.#redis = redis;
    this.#key = apiKeys;
  }

  /** False when the name is taken. */
  async add(name: string, record: string): Promise<boolean> {
    return (await this.#redis.run(commands => commands.hsetnx(this.#key, name, record))) === 1;
  }

  find(name: string): Promise<string | null> {
    return this.#redis.run(commands => commands.hget(this.#key, name));
  }

  async all(): Promise<Map<string, string>> {
    return new Map(Object.entries(await this.#redis.run(commands => commands.hgetall(this.#key))));
  }

  /** False when there was none. */
  async remove(name: string): Promise<boolean> {
    return (await this.#redis.run(commands => commands.hdel(this.#key, name))) === 1;
  }
}
