import { randomBytes } from "node:crypto";
import {
  Accounts,
  connectRedis,
  Directory,
  Entrances,
  Epochs,
  historyRules,
  Keys,
  MemberLists,
  Presence,
  RateLimiter,
  Reads,
  Replicas,
  RoomKeeping,
  RoomLog,
  Rooms,
  Sessions,
} from "@hubbub/store";
import type { Config } from "./config.ts";
import { countedLimiter } from "./observability/counted-limiter.ts";
import type { Logger } from "./observability/logger.ts";
import type { Metrics } from "./observability/metrics.ts";

interface StoreParts {
  readonly logger: Logger;
  readonly telemetry: Metrics;
  readonly onPresenceChange: (room: string) => void;
}

/** What a replica keeps in Redis, each part in its own keys. */
export function openStore(
  { presence: { leaseMs }, replica, store }: Config,
  { logger, telemetry, onPresenceChange }: StoreParts,
) {
  const redis = connectRedis(store, { logger, observer: telemetry.commands });
  const keys = new Keys(store.KEY_PREFIX);
  const newId = () => randomBytes(8).toString("hex");
  // A replica that starts anew under its old name is another one: its old connections are for a sweep.
  const incarnation = `${replica}:${newId()}`;
  const lease = { replica: incarnation, leaseMs };
  const presence = new Presence(redis, keys, { ...lease, onChange: onPresenceChange });
  const accounts = new Accounts(redis, keys);
  const rooms = new Rooms(redis, keys, newId);
  return {
    redis,
    keys,
    accounts,
    directory: new Directory(redis, keys, rooms),
    entrances: new Entrances(redis, keys),
    epochs: new Epochs(redis, keys, newId),
    keeping: new RoomKeeping(redis, keys),
    limiter: countedLimiter(new RateLimiter(redis, keys), telemetry),
    log: new RoomLog(redis, keys, historyRules(store)),
    memberLists: new MemberLists(redis, keys),
    people: accounts,
    presence,
    reads: new Reads(redis, keys),
    replicas: new Replicas(redis, keys, presence, lease),
    rooms,
    sessions: new Sessions(redis, keys),
  };
}
