import { randomBytes } from "node:crypto";
import { ApiKeys, connectRedis, Keys, type RedisLink, whereIs } from "@hubbub/store";
import type { Config } from "../../config.ts";
import { part } from "../../parting.ts";
import { patiently } from "../../patience.ts";
import { KeyRing } from "./key-ring.ts";

export interface OpenKeyRing {
  readonly ring: KeyRing;
  close(): Promise<void>;
}

/** The key ring on a link that is there: what it asks waits for Redis, and is refused as `unavailable` after `ms`. */
export function keyRingOn(redis: RedisLink, { REDIS_URL, KEY_PREFIX }: Config["store"], ms: number): KeyRing {
  const keys = new ApiKeys(redis, new Keys(KEY_PREFIX));
  const refusal = `Redis at ${whereIs(REDIS_URL)} did not answer in time.`;
  const waiting = <Value>(work: () => Promise<Value>) => patiently(redis, { ms, refusal }, work);
  return new KeyRing({
    keys: {
      add: (...given) => waiting(() => keys.add(...given)),
      find: name => waiting(() => keys.find(name)),
      all: () => waiting(() => keys.all()),
      remove: name => waiting(() => keys.remove(name)),
    },
    newSecret: () => randomBytes(32).toString("base64url"),
    now: Date.now,
  });
}

/** For a command: returns at once, and what is asked waits for Redis. */
export function openKeyRing({ store }: Pick<Config, "store">, patienceMs = 3_000): OpenKeyRing {
  const redis = connectRedis(store);
  return { ring: keyRingOn(redis, store, patienceMs), close: () => part(redis) };
}
