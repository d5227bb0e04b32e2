import { connectRedis, Epochs, Keys, whereIs } from "@hubbub/store";
import type { Config } from "./config.ts";
import { part } from "./parting.ts";
import { patiently } from "./patience.ts";

export interface OpenEpochs {
  /** Ends the epoch of every room. Resolves with how many there are. */
  readonly endAll: () => Promise<number>;
  close(): Promise<void>;
}

/** For a command: returns at once. What is asked waits `patienceMs` for Redis, and then takes its time. */
export function openEpochs({ store }: Pick<Config, "store">, patienceMs: number): OpenEpochs {
  const redis = connectRedis(store);
  const epochs = new Epochs(redis, new Keys(store.KEY_PREFIX));
  const refusal = `Redis at ${whereIs(store.REDIS_URL)} did not answer in time.`;
  return {
    async endAll() {
      await patiently(redis, { ms: patienceMs, refusal }, async () => true);
      return epochs.endAll();
    },
    close: () => part(redis),
  };
}
