import { randomUUID } from "node:crypto";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";

/** How many keys one step looks at. */
const step = 1_000;

/**
 * Ends the epochs of all rooms, after Redis was given older data: people were told what is not in its logs, and where a log
 * goes on under the same epoch, their positions would hide new messages that have the seqs of old ones.
 */
export class Epochs {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #newEpoch: () => string;

  constructor(redis: RedisLink, keys: Keys, newEpoch: () => string = randomUUID) {
    this.#redis = redis;
    this.#keys = keys;
    this.#newEpoch = newEpoch;
  }

  /** For whoever restored the data: resolves with how many there are. Replicas take it for a loss of what came last. */
  async endAll(): Promise<number> {
    const ended = await this.#end("any");
    await this.#redis.run(commands => commands.set(this.#keys.generation, randomUUID()));
    return ended;
  }

  /** Those that began before the server that has the room served. Doing it again ends none. Resolves with how many ended. */
  endForeign(): Promise<number> {
    return this.#end("foreign");
  }

  async #end(which: "any" | "foreign"): Promise<number> {
    let ended = 0;
    for await (const metas of this.#redis.scan(this.#keys.everyMeta, step)) {
      const ends = metas.map(meta => this.#redis.run(commands => commands.endEpoch(meta, this.#newEpoch(), which)));
      for (const one of await Promise.all(ends)) ended += one;
    }
    return ended;
  }
}
