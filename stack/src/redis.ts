import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, isPortFree } from "./ports.ts";
import { type Exit, ManagedProcess } from "./process.ts";
import { requireProgram } from "./programs.ts";

export interface RedisOptions {
  /** Where the append-only file lives. Without one, nothing is kept, unless `aof` asks for a directory of its own. */
  readonly dir?: string;
  readonly port?: number;
  /** Whether writes survive a restart. Default: when `dir` is given. */
  readonly aof?: boolean;
  readonly fsync?: "always" | "everysec" | "no";
  readonly logFile?: string;
}

export interface Redis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Of the process that runs now; a restart has another. */
  readonly exited: Promise<Exit>;
  logs(): string;
  stop(): Promise<void>;
  /** As a crash would end it. `restart` brings it back. */
  kill(): Promise<void>;
  /** Stops it if it runs, and starts it on the same port with what its append-only file holds. */
  restart(): Promise<void>;
  pause(): void;
  resume(): void;
}

/** A Redis of its own on 127.0.0.1, with no configuration but what stands here. Resolves when it answers. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const port = options.port ?? (await freePort());
  const aof = options.aof ?? options.dir !== undefined;
  const ownDir = aof && options.dir === undefined ? await mkdtemp(join(tmpdir(), "hubbub-redis-")) : undefined;
  const dir = options.dir ?? ownDir ?? tmpdir();
  const args = redisArguments(port, dir, aof ? (options.fsync ?? "always") : undefined);
  let running = await launch(port, args, options.logFile);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return running.pid;
    },
    get exited() {
      return running.exited;
    },
    logs: () => running.logs(),
    async stop() {
      await running.stop();
      if (ownDir !== undefined) await rm(ownDir, { recursive: true, force: true });
    },
    async kill() {
      await running.kill();
    },
    async restart() {
      await running.stop();
      running = await launch(port, args, options.logFile);
    },
    pause: () => running.pause(),
    resume: () => running.resume(),
  };
}

async function launch(port: number, args: readonly string[], logFile: string | undefined): Promise<ManagedProcess> {
  const command = requireProgram("redis-server", "REDIS_SERVER");
  if (!(await isPortFree(port))) throw new Error(`Port ${port}, wanted for Redis, is taken by another process.`);
  const redis = await ManagedProcess.spawn({ name: "redis-server", command, args, logFile });
  try {
    await redis.until(redis.line(/ready to accept connections/i));
    return redis;
  } catch (error) {
    await redis.kill();
    throw error;
  }
}

function redisArguments(port: number, dir: string, fsync: string | undefined): string[] {
  const settings: Record<string, string> = {
    port: String(port),
    bind: "127.0.0.1",
    dir,
    save: "",
    daemonize: "no",
    appendonly: fsync === undefined ? "no" : "yes",
    ...(fsync === undefined ? {} : { appendfsync: fsync }),
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}
