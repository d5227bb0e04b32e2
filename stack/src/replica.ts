import { join } from "node:path";
import { rootDir } from "./paths.ts";
import { freePort, isPortFree } from "./ports.ts";
import { type Exit, ManagedProcess } from "./process.ts";
import { answersHttp } from "./readiness.ts";

export interface ReplicaOptions {
  readonly redisUrl: string;
  readonly keyPrefix: string;
  readonly secretsDir: string;
  readonly id?: string;
  readonly ports?: { readonly socket: number; readonly http: number };
  /** Further settings, by the names of `.env.example`. */
  readonly env?: Readonly<Record<string, string>>;
  /** `alive` does not wait for Redis. Default: `ready`. */
  readonly waitUntil?: "ready" | "alive";
  readonly logFile?: string;
}

/** A process that serves HTTP, known by its URLs. */
export interface Service {
  readonly id: string;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  logs(): string;
  /** SIGTERM; resolves when it has drained and is gone. */
  stop(): Promise<Exit>;
  /** SIGKILL. */
  kill(): Promise<Exit>;
  pause(): void;
  resume(): void;
  /** Resolves when `/readyz` says so. */
  ready(): Promise<void>;
}

export interface Replica extends Service {
  /** Where it speaks Socket.IO, `http://127.0.0.1:port`. */
  readonly socketUrl: string;
  /** Where it serves `/api`, `/healthz`, `/readyz` and `/metrics`. */
  readonly apiUrl: string;
  readonly ports: { readonly socket: number; readonly http: number };
}

export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const ports = options.ports ?? { socket: await freePort(), http: await freePort() };
  const id = options.id ?? `replica-${ports.socket}`;
  const apiUrl = `http://127.0.0.1:${ports.http}`;
  const service = await startService({
    id,
    script: "server/src/main.ts",
    url: apiUrl,
    ports: [ports.socket, ports.http],
    waitUntil: options.waitUntil,
    logFile: options.logFile,
    env: {
      HOST: "127.0.0.1",
      SOCKET_PORT: String(ports.socket),
      HTTP_PORT: String(ports.http),
      REPLICA_ID: id,
      REDIS_URL: options.redisUrl,
      KEY_PREFIX: options.keyPrefix,
      SECRETS_DIR: options.secretsDir,
      ...options.env,
    },
  });
  return { ...service, socketUrl: `http://127.0.0.1:${ports.socket}`, apiUrl, ports };
}

export interface ServiceOptions {
  readonly id: string;
  /** Entry point, relative to the checkout. */
  readonly script: string;
  /** Where it serves `/healthz` and `/readyz`. */
  readonly url: string;
  /** What it will listen on. */
  readonly ports: readonly number[];
  readonly env: Readonly<Record<string, string>>;
  readonly waitUntil?: "ready" | "alive" | undefined;
  readonly logFile?: string | undefined;
}

/** One of the checkout's own processes, run by the Node that runs this one. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { id, script, url, ports, env, logFile } = options;
  for (const port of ports) {
    if (!(await isPortFree(port))) throw new Error(`Port ${port}, wanted for ${id}, is taken by another process.`);
  }
  const child = await ManagedProcess.spawn({
    name: id,
    command: process.execPath,
    args: [join(rootDir, script)],
    cwd: rootDir,
    env,
    logFile,
  });
  const answers = async (path: string) => {
    const abort = new AbortController();
    try {
      await child.until(answersHttp(`${url}${path}`, abort.signal));
    } finally {
      abort.abort();
    }
  };
  try {
    await answers(options.waitUntil === "alive" ? "/healthz" : "/readyz");
  } catch (error) {
    await child.kill();
    throw error;
  }
  return {
    id,
    pid: child.pid,
    exited: child.exited,
    logs: () => child.logs(),
    stop: () => child.stop(),
    kill: () => child.kill(),
    pause: () => child.pause(),
    resume: () => child.resume(),
    ready: () => answers("/readyz"),
  };
}
