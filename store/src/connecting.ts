import { Cluster, type Redis } from "ioredis";
import { AdapterCluster, type AdapterConnection, AdapterRedis } from "./adapter-connection.ts";
import { CommandCluster, CommandConnection } from "./command-connection.ts";
import type { Login, RedisLocation } from "./location.ts";
import type { Observe } from "./observing.ts";
import { type Commands, scriptDefinitions } from "./scripts.ts";

export type Connection = Redis | Cluster;

const connectTimeoutMs = 2_000;
const commandTimeoutMs = 3_000;
/** So long a connection that is closed waits for the other side to close it, too. */
const disconnectTimeoutMs = 200;
/** A connection that owes a reply for so long is dead, whatever TCP thinks. */
const silenceMs = 5_000;

const retryDelay = () => 100 + Math.floor(Math.random() * 300);

/** Commands fail at once while Redis is away, and a lost connection is tried again after 100 to 400 ms, for ever. */
const toOne = {
  lazyConnect: true,
  connectTimeout: connectTimeoutMs,
  commandTimeout: commandTimeoutMs,
  disconnectTimeout: disconnectTimeoutMs,
  socketTimeout: silenceMs,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  maxLoadingRetryTime: 300,
  retryStrategy: retryDelay,
  reconnectOnError: (fault: Error) => fault.message.startsWith("READONLY"),
  disableClientInfo: true,
  sentinelRetryStrategy: retryDelay,
  sentinelCommandTimeout: 1_000,
  enableTLSForSentinelMode: true,
};

const keepName = (host: string, use: (fault: null, host: string) => void) => use(null, host);

/** A node's commands wait for its connection; the cluster's own fail at once while none of its nodes is there. */
const toCluster = (login: Login) => ({
  lazyConnect: true,
  // By default it looks up the addresses of hosts itself, and certificates are seldom for addresses.
  ...(login.tls && { dnsLookup: keepName }),
  enableOfflineQueue: false,
  clusterRetryStrategy: retryDelay,
  maxRedirections: 6,
  slotsRefreshInterval: 5_000,
  shardedSubscribers: true,
  redisOptions: {
    ...login,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    disconnectTimeout: disconnectTimeoutMs,
    socketTimeout: silenceMs,
    maxRetriesPerRequest: 0,
    disableClientInfo: true,
  },
});

export function openCommands(location: RedisLocation, observe: Observe): Commands {
  if (location.kind !== "cluster") {
    const options = { ...toOne, ...location.options, scripts: scriptDefinitions };
    return new CommandConnection(options).observedBy(observe) as unknown as Commands;
  }
  const options = { ...toCluster(location.options), scripts: scriptDefinitions };
  return new CommandCluster([...location.nodes], options).observedBy(observe) as unknown as Commands;
}

export const openAdapterConnection = (location: RedisLocation): AdapterConnection =>
  location.kind === "cluster"
    ? new AdapterCluster([...location.nodes], toCluster(location.options))
    : new AdapterRedis({ ...toOne, ...location.options });

/** The connections to single servers that it consists of. */
export const serversOf = (connection: Connection): readonly Redis[] =>
  connection instanceof Cluster ? connection.nodes("master") : [connection];
