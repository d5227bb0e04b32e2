export { AdapterConnection } from "./adapter-connection.ts";
export { Keys } from "./keys.ts";
export { connectRedis, RedisLink, type StoreLogger } from "./redis.ts";
export { readSecret } from "./secrets.ts";
export { type HistoryRules, historyRules, readSettings, type StoreSettings, storeSettings } from "./settings.ts";
