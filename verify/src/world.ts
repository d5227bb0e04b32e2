import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Balance,
  type Emitter,
  freePort,
  type Nginx,
  NginxDaemon,
  type Redis,
  type Replica,
  startEmitter,
  startNginx,
  startReplica,
} from "@hubbub/stack";
import { type Backing, type BackingKind, first, startBacking } from "./backing.ts";
import { Relay } from "./relay.ts";

export type Settings = Readonly<Record<string, string>>;

export interface WorldOptions {
  /** Default: 2. */
  readonly replicas?: number;
  /** Settings of all replicas. */
  readonly env?: Settings;
  /** Settings of one replica beyond those, by its number from 0. */
  readonly envOf?: (index: number) => Settings;
  /** Whether each replica reaches Redis over a relay of its own. */
  readonly redisLines?: boolean;
  /** Whether nginx reaches each replica over a relay of its own. */
  readonly replicaLines?: boolean;
  readonly emitter?: boolean;
  /** How nginx shares out connections. Default: in turn. */
  readonly balance?: Balance;
  /** Default: a single Redis. */
  readonly backing?: BackingKind;
}

/** A replica, and the lines that lead to it and from it. */
export interface Site {
  readonly replica: Replica;
  /** Between nginx and the replica. */
  readonly front: Relay | undefined;
  /** Between the replica and Redis. */
  readonly back: Relay | undefined;
}

/** Cheap passwords, and as many accounts as a scenario likes. */
const testing = { SCRYPT_COST: "10", SIGN_UPS_PER_ADDRESS: "100000", LOG_LEVEL: "warn" };
const keyPrefix = "verify";

/** A Redis, replicas and nginx of a scenario's own: all of them real, all of them to be broken. */
export class World {
  readonly backing: Backing;
  readonly #options: WorldOptions;
  readonly #dir: string;
  readonly #sites: Site[] = [];
  #nginx: Nginx | undefined;
  #daemon: NginxDaemon | undefined;
  #emitter: Emitter | undefined;
  #numbered = 0;

  private constructor(options: WorldOptions, dir: string, backing: Backing) {
    this.#options = options;
    this.#dir = dir;
    this.backing = backing;
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const dir = await mkdtemp(join(tmpdir(), "hubbub-verify-"));
    const world = new World(options, dir, await startBacking[options.backing ?? "single"]());
    try {
      await world.#start();
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  get url(): string {
    return this.nginx.url;
  }

  /** The only one, or the first. */
  get redis(): Redis {
    return first(this.backing.servers);
  }

  get nginx(): Nginx {
    return there(this.#nginx);
  }

  get emitter(): Emitter {
    return there(this.#emitter);
  }

  /** The key of the emitter's HTTP lies here. */
  get secretsDir(): string {
    return join(this.#dir, "secrets");
  }

  /** By which a job finds it. */
  get jobEnv(): Settings {
    return { REDIS_URL: this.backing.url, KEY_PREFIX: keyPrefix };
  }

  get sites(): readonly Site[] {
    return this.#sites;
  }

  get replicas(): readonly Replica[] {
    return this.#sites.map(({ replica }) => replica);
  }

  /** One more, in nginx's round robin when this resolves. */
  async addReplica(): Promise<Site> {
    const site = await this.#build();
    this.#sites.push(site);
    await this.nginx.route(this.#upstream);
    return site;
  }

  /** Takes it out of the round robin, then lets it drain. */
  async removeReplica(site: Site): Promise<void> {
    this.#sites.splice(this.#sites.indexOf(site), 1);
    await this.nginx.route(this.#upstream);
    await this.#tearDown(site);
  }

  /** As a rolling deploy does it: the new one takes its turn before the old one drains. */
  async replaceReplica(site: Site): Promise<void> {
    await this.addReplica();
    await this.removeReplica(site);
  }

  /** Another nginx before the same replicas, in the background. */
  async startDaemon(): Promise<NginxDaemon> {
    const dir = join(this.#dir, "daemon");
    this.#daemon = await NginxDaemon.start({ dir, webRoot: this.#dir, replicas: this.#upstream });
    return this.#daemon;
  }

  async close(): Promise<void> {
    await this.#daemon?.stop();
    await this.#nginx?.kill();
    await this.#emitter?.kill();
    await Promise.all(this.#sites.map(({ replica }) => replica.kill()));
    await Promise.all(this.#sites.flatMap(({ front, back }) => [front?.stop(), back?.stop()]));
    await this.backing.stop();
    await rm(this.#dir, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const emitter = this.#options.emitter ? startEmitter(this.#service) : undefined;
    const building = Array.from({ length: this.#options.replicas ?? 2 }, () => this.#build());
    const [sites, started] = await Promise.all([Promise.allSettled(building), Promise.allSettled([emitter])]);
    this.#sites.push(...sites.flatMap(site => (site.status === "fulfilled" ? [site.value] : [])));
    for (const part of [...sites, ...started]) if (part.status === "rejected") throw part.reason;
    this.#emitter = await emitter;
    const webRoot = join(this.#dir, "web");
    await mkdir(webRoot);
    const { balance } = this.#options;
    this.#nginx = await startNginx({ dir: join(this.#dir, "nginx"), webRoot, replicas: this.#upstream, balance });
  }

  async #build(): Promise<Site> {
    const { env, envOf, redisLines, replicaLines } = this.#options;
    const index = this.#numbered;
    this.#numbered += 1;
    const ports = { socket: await freePort(), http: await freePort() };
    const back = redisLines ? await Relay.start(local(this.redis.port)) : undefined;
    const front = replicaLines ? await Relay.start(local(ports.socket)) : undefined;
    const replica = await startReplica({
      ...this.#service,
      ...(back === undefined ? {} : { redisUrl: `redis://127.0.0.1:${back.port}` }),
      id: `replica-${index}`,
      ports,
      env: { ...testing, ...env, ...envOf?.(index) },
    });
    return { replica, front, back };
  }

  async #tearDown({ replica, front, back }: Site): Promise<void> {
    await replica.stop();
    await front?.stop();
    await back?.stop();
  }

  get #service() {
    return { redisUrl: this.backing.url, keyPrefix, secretsDir: this.secretsDir };
  }

  get #upstream() {
    return this.#sites.map(({ replica: { ports }, front }) => ({
      ports: { ...ports, socket: front?.port ?? ports.socket },
    }));
  }
}

const local = (port: number) => ({ host: "127.0.0.1", port });

function there<Kind>(part: Kind | undefined): Kind {
  if (part === undefined) throw new Error("This world has no such part.");
  return part;
}
