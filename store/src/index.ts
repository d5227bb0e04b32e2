export { type Account, Accounts } from "./accounts.ts";
export type { AdapterConnection } from "./adapter-connection.ts";
export type { Broadcast } from "./batches.ts";
export { Keys } from "./keys.ts";
export { whereIs } from "./location.ts";
export { type Connection, Presence, type PresenceChange } from "./presence.ts";
export { Publisher } from "./publisher.ts";
export { RateLimiter, type RateRule } from "./rate-limiter.ts";
export { connectRedis, type RedisLink, type StoreLogger } from "./redis.ts";
export { type LeaseRules, Replicas } from "./replicas.ts";
export type { RoomInfo } from "./room-infos.ts";
export { type Appended, type NewMessage, RoomLog } from "./room-log.ts";
export { Rooms } from "./rooms.ts";
export { readSecret } from "./secrets.ts";
export { type RefreshSession, Sessions } from "./sessions.ts";
export {
  type AdapterKind,
  adapterKind,
  type HistoryRules,
  historyRules,
  readSettings,
  type StoreSettings,
  storeSettings,
} from "./settings.ts";
