export { type Account, Accounts } from "./accounts.ts";
export type { AdapterConnection } from "./adapter-connection.ts";
export { ApiKeys } from "./api-keys.ts";
export type { Broadcast } from "./batches.ts";
export { Directory } from "./directory.ts";
export { Entrances } from "./entrances.ts";
export { Epochs } from "./epochs.ts";
export { countJobs, type DeadJob, type Job, JobStream, type JobStreamRules } from "./job-stream.ts";
export { Keys } from "./keys.ts";
export { whereIs } from "./location.ts";
export { MemberLists } from "./members.ts";
export type { CommandObserver } from "./observing.ts";
export type { StoreLogger } from "./outage.ts";
export { type Connection, Presence } from "./presence.ts";
export type { PersonState, PresenceChange, PresenceReading } from "./presence-reading.ts";
export { type Follow, Publisher } from "./publisher.ts";
export { RateLimiter, type RateRule } from "./rate-limiter.ts";
export { Reads } from "./reads.ts";
export { connectRedis, type RedisLink } from "./redis.ts";
export { type RedisSettings, redisSettings } from "./redis-settings.ts";
export type { LeaseRules } from "./registrations.ts";
export { Replicas, type Standing } from "./replicas.ts";
export type { RoomInfo } from "./room-infos.ts";
export { RoomKeeping } from "./room-keeping.ts";
export { type Appended, type NewMessage, RoomLog } from "./room-log.ts";
export { Rooms } from "./rooms.ts";
export { openSecrets, readSecret, type Secrets } from "./secrets.ts";
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
