import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Redis, type Replica, type ReplicaOptions, startRedis, startReplica } from "@hubbub/stack";

/** Replicas of a test's own, at some Redis. */
export interface Replicas extends AsyncDisposable {
  readonly replicas: readonly [Replica, Replica];
  readonly keyPrefix: string;
  readonly secretsDir: string;
  replica(options?: Partial<ReplicaOptions>): Promise<Replica>;
  stop(): Promise<void>;
}

/** A Redis and replicas of a test's own. */
export interface House extends Replicas {
  readonly redis: Redis;
}

/** Cheap passwords, and as many accounts as a test likes. */
const testing = { SCRYPT_COST: "10", SIGN_UPS_PER_ADDRESS: "100000", LOG_LEVEL: "warn" };

export async function openHouse(env: Record<string, string> = {}): Promise<House> {
  const redis = await startRedis({ aof: true });
  return { redis, ...(await openReplicas(redis, env)) };
}

/** `redis` is stopped with them. */
export async function openReplicas(
  redis: { readonly url: string; stop(): Promise<void> },
  env: Record<string, string> = {},
): Promise<Replicas> {
  const keyPrefix = `test-${randomBytes(4).toString("hex")}`;
  const secretsDir = await mkdtemp(join(tmpdir(), "hubbub-secrets-"));
  const started: Replica[] = [];
  const replica = async (options: Partial<ReplicaOptions> = {}) => {
    const one = await startReplica({
      redisUrl: redis.url,
      keyPrefix,
      secretsDir,
      ...options,
      env: { ...testing, ...env, ...options.env },
    });
    started.push(one);
    return one;
  };
  const stop = async () => {
    await Promise.all(started.map(one => one.kill()));
    await redis.stop();
    await rm(secretsDir, { recursive: true, force: true });
  };
  try {
    const replicas = [await replica(), await replica()] as const;
    return { replicas, keyPrefix, secretsDir, replica, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
