import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import {
  adapterKind,
  type Keys,
  openSecrets,
  Publisher,
  type RedisLink,
  type RoomLog,
  type Secrets,
} from "@hubbub/store";
import { createAuth } from "./auth/auth.ts";
import type { Config } from "./config.ts";
import { Capacity } from "./domain/capacity.ts";
import { createCatchUp } from "./domain/catching-up.ts";
import { ConnectPace } from "./domain/connect-pace.ts";
import { createHandlers } from "./domain/handlers.ts";
import { createHttpApp } from "./http/app.ts";
import { Attendance } from "./lifecycle/attendance.ts";
import { closeHttp } from "./lifecycle/close-http.ts";
import { pause } from "./lifecycle/drain.ts";
import { Lifecycle } from "./lifecycle/lifecycle.ts";
import { PresenceNews } from "./lifecycle/presence-news.ts";
import { Readiness } from "./lifecycle/readiness.ts";
import { RoomMemory } from "./lifecycle/room-memory.ts";
import { sampled } from "./lifecycle/sampled.ts";
import { systemClock as clock } from "./lifecycle/system-clock.ts";
import { countedLog } from "./observability/counted-log.ts";
import { createFollowing, type Following } from "./observability/following.ts";
import { Journal } from "./observability/journal.ts";
import { createLogger, type Logger } from "./observability/logger.ts";
import { createMetrics, type Metrics } from "./observability/metrics.ts";
import { openPusher } from "./observability/push/open.ts";
import { openStore } from "./open-store.ts";
import { createAdmission } from "./transport/admission.ts";
import { ClusterAudience } from "./transport/audience.ts";
import { createClusterAdapter } from "./transport/cluster-adapter.ts";
import { countDeliveries } from "./transport/counted-deliveries.ts";
import { passOn } from "./transport/pass-on.ts";
import { RecentChanges } from "./transport/recent-changes.ts";
import { Reception } from "./transport/reception.ts";
import { RequestDispatcher } from "./transport/requests.ts";
import { SlowReaders } from "./transport/slow-readers.ts";
import { SocketServer } from "./transport/socket-server.ts";
import { onArrival } from "./transport/trails.ts";

/** One of the replicas that serve the chat as one. */
export class Replica {
  readonly #parts: Parts;
  readonly #config: Config;
  readonly #http: HttpServer;

  private constructor(config: Config, parts: Parts, http: HttpServer) {
    this.#config = config;
    this.#parts = parts;
    this.#http = http;
  }

  /** Resolves when both ports listen. Redis may come later: `/readyz` says whether it is there. */
  static async start(
    config: Config,
    logger: Logger = createLogger({ replica: config.replica, level: config.logLevel }),
  ): Promise<Replica> {
    const onFault = (err: unknown) => logger.warn({ err }, "The secrets of tokens stay as they were");
    const parts = assemble(config, logger, await openSecrets(config.secretsDir, "jwt", onFault));
    const { host, ports } = config;
    const http = createServer(parts.app).listen(ports.http, host);
    await Promise.all([once(http, "listening"), parts.sockets.listen(ports.socket, host)]);
    parts.lifecycle.wake();
    parts.pusher?.start();
    logger.info({ host, ports }, "Listening");
    return new Replica(config, parts, http);
  }

  /** How many connections it has. */
  readonly count = (): number => this.#parts.count();

  /** Drains, then ends everything. No ack is lost, and every client knows where to go. */
  async stop(): Promise<void> {
    const { lifecycle, publisher, pusher, readiness, redis, secrets, sockets, telemetry } = this.#parts;
    const { drainDelayMs, drainDeadlineMs } = this.#config;
    telemetry.drainBegan();
    readiness.drain();
    await pause(clock, drainDelayMs);
    readiness.close();
    sockets.stopListening();
    await lifecycle.drain();
    publisher.flush();
    await sockets.close();
    await pusher?.stop(drainDeadlineMs / 10);
    await closeHttp(this.#http, clock, drainDeadlineMs / 10);
    secrets.close();
    await redis.close();
  }
}

type Parts = ReturnType<typeof assemble>;

/** Everything that a replica consists of, each part made from those above it. */
function assemble(config: Config, logger: Logger, secrets: Secrets) {
  const telemetry = createMetrics();
  const onPresenceChange = (room: string) => news.changed(room);
  const { redis, keys, ...store } = openStore(config, { logger, telemetry, onPresenceChange });
  const outside = { ...config, ...config.presence, ...store, telemetry, ...surroundings(logger, config) };

  const { sockets, audience, changes, hears } = openSockets(config, { ...outside, redis, keys });
  const memory = new RoomMemory({ ...outside, roomsHere: audience.roomsHere, isHeardHere: audience.isHeardHere });
  const news = new PresenceNews({ ...outside, audience });
  const publisher = openPublisher(audience, outside);
  const auth = createAuth({ ...outside, settings: config.auth, secrets, onSignOut: audience.endSession });
  const { authenticate } = auth;

  const heal = () => lifecycle.heal();
  const attendance = new Attendance({ ...outside, onForgotten: () => void heal() });
  const catchUp = createCatchUp({ ...outside, whoIsIn: news.snapshot });
  const handlers = createHandlers({
    ...outside,
    attendance,
    audience,
    authenticate,
    catchUp,
    publisher,
    memory,
    heal,
  });
  const dispatcher = new RequestDispatcher({ ...outside, handlers: outside.following.handlers(handlers) });
  const reception = new Reception({
    ...outside,
    attendance,
    authenticate,
    catchUp,
    changes,
    dispatcher,
    hears,
    memory,
  });
  const { connections, count, expect } = reception;
  const slowReaders = new SlowReaders({ ...outside, connections });
  const lifecycle = new Lifecycle({ ...outside, attendance, audience, connections, count, memory, news, slowReaders });

  telemetry.connectionsLimited(config.capacity.connections);
  const capacity = new Capacity(config.capacity, { connections: count, memory: residentMemory });
  const readiness = new Readiness({ redis, known: () => lifecycle.known, capacity });
  const { closedBecause } = readiness;
  const pace = new ConnectPace({ ...outside, rule: config.connectRate });
  reception.receive(sockets.io, createAdmission({ ...outside, authenticate, changes, closedBecause, expect, pace }));
  passOn(sockets.io, { closedBecause, most: config.capacity.connections });
  telemetry.watch({ isReady: () => readiness.report().ready, isRedisUp: () => redis.ready });
  redis.on("up", () => {
    changes.noteAnything();
    lifecycle.wake();
  });
  const app = createHttpApp({ ...outside, auth, metrics: telemetry, readiness: readiness.report, ...config.auth });
  const pusher = openPusher(telemetry.registry, outside);
  return { app, count, lifecycle, publisher, pusher, readiness, redis, secrets, sockets, telemetry };
}

interface SocketParts {
  readonly redis: RedisLink;
  readonly keys: Keys;
  readonly telemetry: Metrics;
  readonly following: Following;
}

function openSockets({ store }: Config, { redis, keys, telemetry, following }: SocketParts) {
  const { create, hears } = createClusterAdapter(adapterKind(store), {
    publisher: redis.duplicate(),
    subscriber: redis.duplicate(),
    channels: keys.channels,
  });
  const sockets = new SocketServer(create);
  countDeliveries(sockets.io, { telemetry, now: clock.now });
  if (following.arrived) onArrival(sockets.io, clock.now, following.arrived);
  const changes = new RecentChanges();
  const audience = new ClusterAudience(sockets.io, { telemetry, hears, changes });
  return { sockets, audience, changes, hears };
}

const openPublisher = (
  { tellMessages }: ClusterAudience,
  { following, log, logger, telemetry }: { following: Following; log: RoomLog; logger: Logger; telemetry: Metrics },
) =>
  new Publisher({
    log: following.log(countedLog(log, telemetry)),
    broadcast: following.broadcast(tellMessages),
    follow: following.follow,
    onFault: err => logger.warn({ err }, "A broadcast failed"),
  });

/** Resident, in bytes. */
const residentMemory = sampled(1_000, clock.now, () => process.memoryUsage.rss());

const surroundings = (logger: Logger, { tracing }: Config) => ({
  logger,
  following: createFollowing(logger, { isTraced: tracing !== null }),
  journal: new Journal(logger),
  clock,
  now: clock.now,
  random: Math.random,
});
