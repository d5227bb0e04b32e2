import {
  type Redis,
  type RestorableRedis,
  startRedis,
  startRedisCluster,
  startRestorableRedis,
  startSentinel,
} from "@hubbub/stack";

/** What replicas are told to keep their data in. */
export interface Backing {
  readonly url: string;
  readonly servers: readonly Redis[];
  /** The server that takes the writes now; of a cluster, the first. */
  master(): Promise<Redis>;
  /** Where a backup of it can be made and restored. */
  readonly restorable?: RestorableRedis;
  stop(): Promise<void>;
}

export type BackingKind = "single" | "restorable" | "sentinel" | "cluster";

/** Real servers, each with an append-only file. */
export const startBacking: Readonly<Record<BackingKind, () => Promise<Backing>>> = {
  async single() {
    const redis = await startRedis({ aof: true });
    return { url: redis.url, servers: [redis], master: async () => redis, stop: () => end([redis]) };
  },
  async restorable() {
    const redis = await startRestorableRedis();
    return { url: redis.url, servers: [redis], master: async () => redis, restorable: redis, stop: redis.stop };
  },
  sentinel: startSentinel,
  async cluster() {
    const { url, masters, stop } = await startRedisCluster();
    return { url, servers: masters, master: async () => first(masters), stop };
  },
};

export function first(servers: readonly Redis[]): Redis {
  const [redis] = servers;
  if (redis === undefined) throw new Error("There is no Redis here.");
  return redis;
}

/** Nobody needs what they would still write. */
async function end(servers: readonly Redis[]): Promise<void> {
  await Promise.all(servers.map(server => server.kill()));
  await Promise.all(servers.map(server => server.stop()));
}
