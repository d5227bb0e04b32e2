import { join, resolve } from "node:path";
import { rootDir } from "@hubbub/stack";
import { readSettings, storeSettings } from "@hubbub/store";
import { z } from "zod";
import { emitterSettings } from "../../emitter/src/config.ts";
import { readConfig } from "../../server/src/config.ts";

const port = (fallback: number) =>
  z.coerce
    .number("must be a port")
    .int("must be a port")
    .min(1, "must be a port")
    .max(65_535, "must be a port")
    .default(fallback);

/** What `npm start` reads beside the settings of the processes that it starts. */
export const startSettings = z.object({
  PORT: port(8080).describe("Port of nginx: where the browser goes"),
  REPLICAS: z.coerce
    .number("must be a number from 1 to 32")
    .int("must be a number from 1 to 32")
    .min(1, "must be a number from 1 to 32")
    .max(32, "must be a number from 1 to 32")
    .default(2)
    .describe("How many replicas serve the chat"),
  BALANCE: z
    .enum(["round_robin", "least_conn"])
    .default("round_robin")
    .describe("How nginx shares out new connections; docker compose takes it, too"),
  REDIS_PORT: port(6380).describe("Port of the Redis that is started when REDIS_URL does not name another"),
  DATA_DIR: z.string().default(".data").describe("Directory of Redis's data, of the secrets and of the logs"),
  REDIS_SERVER: z.string().optional().describe("Path of redis-server, when it is not found by itself"),
  WORKERS: z.coerce
    .number("must be a number from 1 to 64")
    .int("must be a number from 1 to 64")
    .min(1, "must be a number from 1 to 64")
    .max(64, "must be a number from 1 to 64")
    .optional()
    .describe("How many processes nginx has; one a core when absent, four at most"),
  NGINX: z.string().optional().describe("Path of nginx, when it is not found by itself"),
});

export type StartConfig = ReturnType<typeof readStartConfig>;

/** Throws one Error whose message names the variable that is wrong. */
export function readStartConfig(env: Readonly<Record<string, string | undefined>>) {
  const settings = readSettings(startSettings, env);
  const store = readSettings(storeSettings, env);
  const { EMITTER_PORT } = readSettings(emitterSettings, env);
  // Each replica reads its own; what is wrong there is said before anything starts.
  readConfig(env);
  const dataDir = resolve(rootDir, settings.DATA_DIR);
  const redisUrl = env.REDIS_URL ? store.REDIS_URL : null;
  checkDifferent({ PORT: settings.PORT, EMITTER_PORT, ...(redisUrl === null && { REDIS_PORT: settings.REDIS_PORT }) });
  return {
    port: settings.PORT,
    emitterPort: EMITTER_PORT,
    replicas: settings.REPLICAS,
    balance: settings.BALANCE,
    redisPort: settings.REDIS_PORT,
    /** Somebody else's, or null: one of our own is started. */
    redisUrl,
    keyPrefix: store.KEY_PREFIX,
    dataDir,
    secretsDir: env.SECRETS_DIR ? resolve(rootDir, env.SECRETS_DIR) : join(dataDir, "secrets"),
  };
}

function checkDifferent(ports: Readonly<Record<string, number>>): void {
  const names = Object.keys(ports);
  for (const [index, name] of names.entries()) {
    const other = names.slice(index + 1).find(later => ports[later] === ports[name]);
    if (other === undefined) continue;
    throw new Error(`The configuration is not valid. ${name} and ${other}: must be different ports.`);
  }
}
