import { type Redis, startRedis, startRedisCluster, startSentinel } from "@hubbub/stack";

/** What replicas are told to keep their data in. */
export interface Backing {
  readonly url: string;
  readonly servers: readonly Redis[];
  /** The server that takes the writes now; of a cluster, the first. */
  master(): Promise<Redis>;
  stop(): Promise<void>;
}

export type BackingKind = "single" | "sentinel" | "cluster";

/** Real servers, each with an append-only file. */
export const startBacking: Readonly<Record<BackingKind, () => Promise<Backing>>> = {
  async single() {
    const redis = await startRedis({ aof: true });
    return { url: redis.url, servers: [redis], master: async () => redis, stop: () => end([redis]) };
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
