import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Emitter, startEmitter } from "./emitter.ts";
import { type Nginx, type NginxOptions, startNginx } from "./nginx.ts";
import type { Part } from "./part.ts";
import { rootDir } from "./paths.ts";
import { type Replica, startReplica } from "./replica.ts";

export interface DeploymentOptions {
  /** Where logs, nginx's files and, unless `secretsDir` says otherwise, secrets are kept. */
  readonly dir: string;
  readonly redisUrl: string;
  readonly replicas: number;
  readonly balance?: NginxOptions["balance"];
  /** Where nginx listens. Default: any free port. */
  readonly port?: number | undefined;
  /** Whether other machines can reach nginx. Default: no. */
  readonly everywhere?: boolean | undefined;
  readonly emitterPort?: number | undefined;
  readonly keyPrefix?: string | undefined;
  readonly secretsDir?: string | undefined;
  /** Settings of replicas and emitter, by the names of `.env.example`. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** The built web client. Default: `web/dist`. */
  readonly webRoot?: string | undefined;
  /** Called before each part is started. */
  readonly onStarting?: ((part: string) => void) | undefined;
}

/** All of Hubbub that stands before one Redis. */
export class Deployment {
  readonly redisUrl: string;
  readonly keyPrefix: string;
  readonly secretsDir: string;
  readonly #options: DeploymentOptions;
  #replicas: Replica[] = [];
  #emitter: Emitter | undefined;
  #nginx: Nginx | undefined;
  #numbered = 0;
  /** No replica may take the id of one of an earlier run, whose connections have yet to be swept. */
  readonly #run = randomBytes(2).toString("hex");

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.redisUrl = options.redisUrl;
    this.keyPrefix = options.keyPrefix ?? "hubbub";
    this.secretsDir = options.secretsDir ?? join(options.dir, "secrets");
  }

  /** Where a browser goes, `http://127.0.0.1:port`. */
  get url(): string {
    return this.nginx.url;
  }

  get replicas(): readonly Replica[] {
    return this.#replicas;
  }

  get emitter(): Emitter {
    return started(this.#emitter);
  }

  get nginx(): Nginx {
    return started(this.#nginx);
  }

  /** Everything that runs, in the order in which it was started. */
  get parts(): readonly Part[] {
    return [...this.#replicas, this.#emitter, this.#nginx].filter(part => part !== undefined);
  }

  /** Resolves when every part is ready. When one does not become so, nothing is left. */
  async start(): Promise<void> {
    const { dir, replicas, emitterPort, webRoot = join(rootDir, "web/dist") } = this.#options;
    try {
      await mkdir(join(dir, "logs"), { recursive: true });
      for (let missing = replicas; missing > 0; missing -= 1) this.#replicas.push(await this.#startReplica());
      this.#emitter = await startEmitter({ ...this.#service("emitter"), port: emitterPort });
      this.#nginx = await startNginx({
        ...this.#options,
        dir: join(dir, "nginx"),
        replicas: this.#replicas,
        webRoot,
        logFile: this.#starting("nginx"),
      });
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** One more, in nginx's round robin when this resolves. */
  async addReplica(): Promise<Replica> {
    const replica = await this.#startReplica();
    this.#replicas.push(replica);
    await this.nginx.route(this.#replicas);
    return replica;
  }

  /** As a rolling deploy does it: a new one takes its turn, then the old one drains, if it still runs. */
  async replaceReplica(id: string): Promise<Replica> {
    const old = this.#replicas.find(replica => replica.id === id);
    if (old === undefined) throw new Error(`There is no replica ${id}.`);
    const replica = await this.#startReplica();
    this.#replicas = [...this.#replicas.filter(other => other !== old), replica];
    await this.nginx.route(this.#replicas);
    await old.stop();
    return replica;
  }

  /** From nginx back to the replicas, which drain together. Nothing is left. */
  async stop(): Promise<void> {
    await this.#nginx?.stop();
    await this.#emitter?.stop();
    await Promise.all(this.#replicas.map(replica => replica.stop()));
  }

  async #startReplica(): Promise<Replica> {
    this.#numbered += 1;
    const id = `replica-${this.#numbered}-${this.#run}`;
    return startReplica({ ...this.#service(id), id });
  }

  #service(name: string) {
    const { redisUrl, keyPrefix, secretsDir } = this;
    return { redisUrl, keyPrefix, secretsDir, env: this.#options.env, logFile: this.#starting(name) };
  }

  /** Tells who watches, and gives the part its log file. */
  #starting(name: string): string {
    this.#options.onStarting?.(name);
    return join(this.#options.dir, "logs", `${name}.log`);
  }
}

function started<Kind>(part: Kind | undefined): Kind {
  if (part === undefined) throw new Error("The deployment has not been started.");
  return part;
}
