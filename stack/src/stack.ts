import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Deployment, type DeploymentOptions } from "./deployment.ts";
import { type Redis, startRedis } from "./redis.ts";

export type StackOptions = Omit<DeploymentOptions, "redisUrl">;

/** The whole product: a deployment, and a Redis of its own that keeps its data in `dir`. */
export interface Stack extends Deployment {
  readonly redis: Redis;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = join(options.dir, "redis");
  await mkdir(dir, { recursive: true });
  const redis = await startRedis({ dir });
  const deployment = new Deployment({ ...options, redisUrl: redis.url });
  try {
    await deployment.start();
  } catch (error) {
    await redis.stop();
    throw error;
  }
  const stop = deployment.stop.bind(deployment);
  return Object.assign(deployment, {
    redis,
    stop: async () => {
      await stop();
      await redis.stop();
    },
  });
}
