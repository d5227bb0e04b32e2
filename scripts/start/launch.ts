import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkPort, Deployment, type Part, type Redis, startRedis } from "@hubbub/stack";
import { ensurePrograms, nginx, redisServer } from "../machine/programs.ts";
import { buildWeb } from "../machine/web-build.ts";
import { checkRedis } from "./foreign-redis.ts";
import type { StartConfig } from "./settings.ts";

export interface Running {
  readonly redisUrl: string;
  /** In the order in which they were started. */
  readonly parts: readonly Part[];
  /** In reverse order; replicas drain. Nothing is left. */
  stop(): Promise<void>;
}

/** Everything that can be known to fail is looked at before anything is installed or started. */
export async function prepare(config: StartConfig, signal: AbortSignal): Promise<void> {
  await checkPort(config.port, "nginx (PORT)", "0.0.0.0");
  await checkPort(config.emitterPort, "the emitter (EMITTER_PORT)");
  if (config.redisUrl === null) await checkPort(config.redisPort, "Redis (REDIS_PORT)");
  else await checkRedis(config.redisUrl);
  signal.throwIfAborted();
  await ensurePrograms(config.redisUrl === null ? [redisServer, nginx] : [nginx], signal);
  await buildWeb(signal);
}

/** Resolves when all of it is ready. */
export async function launch(config: StartConfig): Promise<Running> {
  const dir = config.dataDir;
  await rm(join(dir, "logs"), { recursive: true, force: true });
  for (const part of ["logs", "redis"]) await mkdir(join(dir, part), { recursive: true });
  const redis = config.redisUrl === null ? await ownRedis(config) : null;
  const redisUrl = redis?.url ?? config.redisUrl ?? "";
  const { replicas, balance, port, emitterPort, keyPrefix, secretsDir } = config;
  const onStarting = (part: string) => console.log(`Starting ${part} …`);
  const deployment = new Deployment({
    ...{ dir, redisUrl, replicas, balance, port, emitterPort, keyPrefix, secretsDir, onStarting },
    everywhere: true,
  });
  try {
    await deployment.start();
  } catch (error) {
    await redis?.stop();
    throw error;
  }
  await nameReplicas(dir, deployment);
  return {
    redisUrl,
    parts: [...(redis ? [redis] : []), ...deployment.parts],
    stop: async () => {
      await deployment.stop();
      await redis?.stop();
    },
  };
}

/** Where each replica tells its metrics, for Prometheus' file discovery and for `npm run load`. */
async function nameReplicas(dir: string, { replicas }: Deployment): Promise<void> {
  const targets = replicas.map(({ apiUrl }) => new URL(apiUrl).host);
  await writeFile(join(dir, "replicas.json"), `${JSON.stringify([{ targets }])}\n`);
}

async function ownRedis({ dataDir, redisPort }: StartConfig): Promise<Redis> {
  console.log("Starting redis …");
  return startRedis({ dir: join(dataDir, "redis"), port: redisPort, logFile: join(dataDir, "logs/redis.log") });
}
