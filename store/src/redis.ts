import { EventEmitter, once } from "node:events";
import { accessTo } from "./access.ts";
import type { AdapterConnection } from "./adapter-connection.ts";
import { adviceOn } from "./advice.ts";
import { type Connection, openAdapterConnection, openCommands, serversOf } from "./connecting.ts";
import { mayForget } from "./durability.ts";
import { asHubbubError } from "./faults.ts";
import type { RedisLocation } from "./location.ts";
import { type CommandObserver, type Observe, observing, unobserved } from "./observing.ts";
import { Outage, type StoreLogger } from "./outage.ts";
import type { RedisSettings } from "./redis-settings.ts";
import type { Commands } from "./scripts.ts";
import { tlsFault } from "./tls-fault.ts";

export interface LinkOptions {
  readonly logger?: StoreLogger | undefined;
  /** Of all connections. */
  readonly observer?: CommandObserver | undefined;
}

interface Events {
  /** All connections serve, and all subscriptions are effective (again). */
  up: [];
  /** A connection was lost. */
  down: [];
}

const probeEveryMs = 2_500;

/** The connections of one process to Redis. They come and go with Redis; none of it throws or ends the process. */
export class RedisLink {
  readonly #location: RedisLocation;
  readonly #logger: StoreLogger | undefined;
  readonly #observe: Observe;
  readonly #events = new EventEmitter<Events>();
  readonly #connections = new Map<Connection, "up" | "down">();
  readonly #commands: Commands;
  #probe: NodeJS.Timeout | undefined;
  #up = false;
  readonly #outage: Outage;
  #hasLookedAtTls = false;
  #mayForget = Promise.resolve(true);

  /** Throws an Error with a sentence where a file that the settings name is missing or broken. */
  constructor(settings: RedisSettings, { logger, observer }: LinkOptions = {}) {
    const location = accessTo(settings);
    this.#location = location;
    this.#logger = logger;
    this.#outage = new Outage(logger);
    this.#observe = observer ? observing(observer) : unobserved;
    this.#events.setMaxListeners(0);
    this.#commands = openCommands(location, this.#observe);
    this.#open(this.#commands, () => this.#greet());
    if (logger) this.#events.once("up", () => void this.#advise(logger));
    this.#probe = setInterval(() => this.#ping(), probeEveryMs).unref();
  }

  /** Whether every connection serves now. */
  get ready(): boolean {
    return this.#up;
  }

  /** Why not, a sentence; null where they do. */
  get trouble(): string | null {
    return this.#up ? null : this.#outage.trouble;
  }

  /** What its user may not do, as far as that was tried since it serves: a sentence. */
  get refusal(): string | null {
    return this.#outage.refusal;
  }

  /** Whether the server may lack what it answered before, once it is replaced or started again. */
  get mayForget(): Promise<boolean> {
    return this.#mayForget;
  }

  /** Whether what it holds is spread over several servers, by the slots of the keys. */
  get isCluster(): boolean {
    return this.#location.kind === "cluster";
  }

  /** Runs commands; every fault of theirs is a HubbubError. */
  async run<Result>(action: (commands: Commands) => Promise<Result>): Promise<Result> {
    try {
      return await action(this.#commands);
    } catch (fault) {
      if (this.#up) this.#outage.noteRefusal(fault);
      throw asHubbubError(fault);
    }
  }

  /** The keys that match, of all servers, in lots of `about` so many; each comes at least once. */
  async *scan(pattern: string, about: number): AsyncGenerator<string[]> {
    for (const server of serversOf(this.#commands)) {
      let cursor = "0";
      do {
        const [next, keys] = await this.run(() => server.scan(cursor, "MATCH", pattern, "COUNT", about));
        yield keys;
        cursor = next;
      } while (cursor !== "0");
    }
  }

  /** One more connection, for the Socket.IO adapter or emitter: to publish with or to subscribe with. */
  duplicate(): AdapterConnection {
    const connection = openAdapterConnection(this.#location)
      .observedBy(this.#observe)
      .onFault(fault => {
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
    this.#outage.silence();
    await Promise.all([...this.#connections.keys()].map(end));
  }

  /** A connection counts as up once `prepare` was answered: Redis serves, subscriptions are effective. */
  #open(connection: Connection, prepare: () => Promise<unknown>): void {
    this.#connections.set(connection, "down");
    this.#up = false;
    connection.on("ready", () => {
      prepare().then(
        () => connection.status === "ready" && this.#mark(connection, "up"),
        fault => {
          this.#outage.note(fault);
          connection.disconnect(true);
        },
      );
    });
    connection.on("close", () => {
      this.#mark(connection, "down");
      this.#outage.note();
    });
    connection.on("error", fault => {
      this.#outage.note(fault);
      void this.#lookAtTls();
    });
    connection.connect().catch(() => {
      // The "error" listener told it already, and the retry strategy tries again.
    });
  }

  /** Asks a single server at each (re)connect; with several, another one may always take over. */
  async #greet(): Promise<void> {
    if (this.#location.kind === "single") this.#mayForget = mayForget(this.#commands);
    await this.#commands.ping();
  }

  /** Once an outage. */
  async #lookAtTls(): Promise<void> {
    if (this.#location.kind === "single" || this.#hasLookedAtTls) return;
    this.#hasLookedAtTls = true;
    const fault = await tlsFault(this.#location);
    if (fault !== undefined) this.#outage.note(fault);
  }

  /** Whoever may not ask is told nothing. */
  async #advise(logger: StoreLogger): Promise<void> {
    const infos = await Promise.all(serversOf(this.#commands).map(server => server.info().catch(() => "")));
    for (const sentence of new Set(infos.flatMap(adviceOn))) logger.warn({}, sentence);
  }

  #mark(connection: Connection, state: "up" | "down"): void {
    this.#connections.set(connection, state);
    const up = [...this.#connections.values()].every(each => each === "up");
    if (up === this.#up) return;
    this.#up = up;
    if (up) {
      this.#hasLookedAtTls = false;
      this.#outage.end();
    }
    this.#events.emit(up ? "up" : "down");
  }

  /** Makes a peer that vanished without a word show: see `silenceMs`. */
  #ping(): void {
    for (const server of [...this.#connections.keys()].flatMap(serversOf)) {
      if (server.status !== "ready") continue;
      server.ping().catch(() => {
        // The silence itself ends the connection.
      });
    }
  }
}

/** A connection that waits for its next try has nothing to end, and ioredis tells no end of it. */
async function end(connection: Connection): Promise<void> {
  const isOpen = connection.status !== "reconnecting" && connection.status !== "end";
  const ended = isOpen ? new Promise<void>(resolve => connection.once("end", resolve)) : undefined;
  connection.disconnect();
  await ended;
}

export const connectRedis = (settings: RedisSettings, options?: LinkOptions): RedisLink =>
  new RedisLink(settings, options);
