import { relative } from "node:path";
import { storeSettings, whereIs } from "@hubbub/store";
import type { StartConfig } from "./settings.ts";

/** What `npm start` prints when everything is ready. */
export function invitation(config: StartConfig, { redisUrl }: { readonly redisUrl: string }): string {
  const url = `http://localhost:${config.port}`;
  const { replicas, emitterPort, dataDir } = config;
  return `
Hubbub is ready: ${url}

  ${replicas} ${replicas === 1 ? "replica" : "replicas"} behind nginx, Redis at ${whereIs(redisUrl)}, the emitter at http://127.0.0.1:${emitterPort}

  Open ${url} and make an account. Open it again in a second browser, or a private window, under another name,
  and talk: the page says which replica serves it. Then let a backend job speak, from another terminal:

    ${jobPrefix(config, redisUrl)}npx hubbub-emit announce general "Hello"

  Logs are in ${relative(process.cwd(), dataDir)}/logs. Ctrl-C stops everything; the history is kept.
`;
}

/** The variables that a job in another terminal needs, where they are not the defaults. */
function jobPrefix({ keyPrefix }: StartConfig, redisUrl: string): string {
  const defaults = storeSettings.parse({});
  const named = { REDIS_URL: redisUrl, KEY_PREFIX: keyPrefix } as const;
  return (Object.keys(named) as (keyof typeof named)[])
    .filter(name => named[name] !== defaults[name])
    .map(name => `${name}=${named[name]} `)
    .join("");
}
