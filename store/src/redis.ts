import { EventEmitter, once } from "node:events";
import { Redis, type RedisOptions } from "ioredis";
import { AdapterConnection } from "./adapter-connection.ts";
import { asHubbubError } from "./faults.ts";
import { type Commands, scriptDefinitions } from "./scripts.ts";
import type { StoreSettings } from "./settings.ts";

/** Fits pino. */
export interface StoreLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

interface Events {
  /** All connections serve, and all subscriptions are effective (again). */
  up: [];
  /** A connection was lost. */
  down: [];
}

const connectTimeoutMs = 2_000;
const commandTimeoutMs = 3_000;
/** So long a connection that is closed waits for the other side to close it, too. */
const disconnectTimeoutMs = 200;
/** A connection that owes a reply for so long is dead, whatever TCP thinks. */
const silenceMs = 5_000;
const probeEveryMs = 2_500;

/** Commands fail at once while Redis is away, and a lost connection is tried again after 100 to 400 ms, for ever. */
const options = {
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
  retryStrategy: () => 100 + Math.floor(Math.random() * 300),
  reconnectOnError: fault => fault.message.startsWith("READONLY"),
  disableClientInfo: true,
} satisfies RedisOptions;

/** The connections of one process to Redis. They come and go with Redis; none of it throws or ends the process. */
export class RedisLink {
  readonly #url: string;
  readonly #logger: StoreLogger | undefined;
  readonly #events = new EventEmitter<Events>();
  readonly #connections = new Map<Redis, "up" | "down">();
  readonly #commands: Commands;
  #probe: NodeJS.Timeout | undefined;
  #up = false;
  /** Whether the log knows of the present outage. */
  #told = false;

  constructor(url: string, logger?: StoreLogger) {
    this.#url = url;
    this.#logger = logger;
    this.#events.setMaxListeners(0);
    this.#commands = new Redis(url, { ...options, scripts: scriptDefinitions }) as Commands;
    this.#open(this.#commands, () => this.#commands.ping());
    this.#probe = setInterval(() => this.#ping(), probeEveryMs).unref();
  }

  /** Whether every connection serves now. */
  get ready(): boolean {
    return this.#up;
  }

  /** Runs commands; every fault of theirs is a HubbubError. */
  async run<Result>(action: (commands: Commands) => Promise<Result>): Promise<Result> {
    try {
      return await action(this.#commands);
    } catch (fault) {
      throw asHubbubError(fault);
    }
  }

  /** One more connection, for the Socket.IO adapter or emitter: to publish with or to subscribe with. */
  duplicate(): AdapterConnection {
    const connection = new AdapterConnection(this.#url, options).onFault(fault => {
      if (this.#up) this.#logger?.warn({ err: fault }, "a broadcast or a subscription failed");
    });
    this.#open(connection, () => connection.subscribeAgain().then(() => connection.ping()));
    return connection;
  }

  /** Tells each change; the result ends that. */
  on(event: keyof Events, listener: () => void): () => void {
    this.#events.on(event, listener);
    return () => this.#events.off(event, listener);
  }

  /** Resolves at once while everything serves, else when it does. */
  async whenReady(): Promise<void> {
    if (!this.#up) await once(this.#events, "up");
  }

  /** Ends all connections. What is under way fails as `unavailable`. */
  async close(): Promise<void> {
    clearInterval(this.#probe);
    this.#events.removeAllListeners();
    this.#told = true;
    await Promise.all([...this.#connections.keys()].map(end));
  }

  /** A connection counts as up once `prepare` was answered: Redis serves, subscriptions are effective. */
  #open(connection: Redis, prepare: () => Promise<unknown>): void {
    this.#connections.set(connection, "down");
    this.#up = false;
    connection.on("ready", () => {
      prepare().then(
        () => connection.status === "ready" && this.#mark(connection, "up"),
        () => connection.disconnect(true),
      );
    });
    connection.on("close", () => this.#mark(connection, "down"));
    connection.on("error", fault => this.#tellOutage(fault));
    connection.connect().catch(() => {
      // The "error" listener told it already, and the retry strategy tries again.
    });
  }

  #mark(connection: Redis, state: "up" | "down"): void {
    this.#connections.set(connection, state);
    const up = [...this.#connections.values()].every(each => each === "up");
    if (up === this.#up) return;
    this.#up = up;
    if (up) {
      this.#told = false;
      this.#logger?.info({}, "Redis serves");
    } else {
      this.#tellOutage();
    }
    this.#events.emit(up ? "up" : "down");
  }

  /** Once an outage, not once a try. */
  #tellOutage(fault?: Error): void {
    if (this.#told) return;
    this.#told = true;
    this.#logger?.warn(fault ? { err: fault } : {}, "Redis is away; trying again until it is back");
  }

  /** Makes a peer that vanished without a word show: see `silenceMs`. */
  #ping(): void {
    for (const connection of this.#connections.keys()) {
      if (connection.status !== "ready") continue;
      connection.ping().catch(() => {
        // The silence itself ends the connection.
      });
    }
  }
}

/** A connection that waits for its next try has nothing to end, and ioredis tells no end of it. */
async function end(connection: Redis): Promise<void> {
  const isOpen = connection.status !== "reconnecting" && connection.status !== "end";
  const ended = isOpen ? new Promise<void>(resolve => connection.once("end", resolve)) : undefined;
  connection.disconnect();
  await ended;
}

export const connectRedis = (
  settings: Pick<StoreSettings, "REDIS_URL">,
  { logger }: { logger?: StoreLogger } = {},
): RedisLink => new RedisLink(settings.REDIS_URL, logger);
