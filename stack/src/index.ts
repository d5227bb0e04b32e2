export { freePort, isPortFree } from "./ports.ts";
export { type Exit, ManagedProcess, type ProcessOptions } from "./process.ts";
export { findProgram } from "./programs.ts";
export { type Redis, type RedisOptions, startRedis } from "./redis.ts";
export { type Replica, type ReplicaOptions, type Service, startReplica } from "./replica.ts";
