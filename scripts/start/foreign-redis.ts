import { connectRedis, readSettings, redisSettings, type StoreLogger, whereIs } from "@hubbub/store";

const patienceMs = 3_000;

/** Rejects with a sentence when the Redis that REDIS_URL names does not serve. */
export async function checkRedis(url: string): Promise<void> {
  let reason = "no answer";
  const logger: StoreLogger = {
    info: () => {},
    warn: details => {
      if ("err" in details && details.err instanceof Error) reason = details.err.message || String(details.err);
    },
  };
  const link = connectRedis(readSettings(redisSettings, { ...process.env, REDIS_URL: url }), { logger });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis at ${whereIs(url)} cannot be reached (${reason}).`)), patienceMs);
  });
  try {
    await Promise.race([link.whenReady(), late]);
  } finally {
    clearTimeout(timer);
    await link.close();
  }
}
