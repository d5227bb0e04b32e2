import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Part, startPart } from "./part.ts";
import { freePort } from "./ports.ts";
import { requireProgram } from "./programs.ts";
import { guardedReplication, guardSettings, type RedisGuard } from "./redis-guard.ts";

export interface RedisOptions {
  /** Where the append-only file lives. Without one nothing is kept, unless `aof` asks for a directory of its own. */
  readonly dir?: string | undefined;
  readonly port?: number | undefined;
  /** Whether writes survive a restart. Default: when `dir` is given. */
  readonly aof?: boolean | undefined;
  readonly fsync?: "always" | "everysec" | "no" | undefined;
  readonly logFile?: string | undefined;
  /** Further settings, by their names in `redis.conf`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Default: whoever reaches it may do all. */
  readonly guard?: RedisGuard | undefined;
}

export interface Redis extends Part {
  readonly url: string;
  readonly port: number;
  /** Where it is for those who are told: that of TLS where it is guarded, else `port`. */
  readonly publicPort: number;
}

/** A Redis of its own on 127.0.0.1, with no configuration but what stands here. Resolves when it answers. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const port = options.port ?? (await freePort());
  const keep = options.aof ?? options.dir !== undefined;
  const { guard } = options;
  const needsDir = (keep || guard !== undefined) && options.dir === undefined;
  const scratchDir = needsDir ? await mkdtemp(join(tmpdir(), "hubbub-redis-")) : undefined;
  const dir = options.dir ?? scratchDir ?? tmpdir();
  const tlsPort = guard && (await freePort());
  const guarded = guard && tlsPort && (await guardSettings(guard.certificates, { users: guard.users, dir, tlsPort }));
  return startPart(
    {
      name: "redis",
      command: requireProgram("redis-server", "REDIS_SERVER"),
      args: redisArguments({
        port: String(port),
        bind: "127.0.0.1",
        dir,
        save: "",
        daemonize: "no",
        ...(keep ? { appendonly: "yes", appendfsync: options.fsync ?? "always" } : { appendonly: "no" }),
        ...(guarded && { ...guarded, ...guardedReplication }),
        ...options.settings,
      }),
      ports: tlsPort ? [port, tlsPort] : [port],
      scratchDir,
      logFile: options.logFile,
      ready: process => process.line(/ready to accept connections/i),
    },
    {
      port,
      publicPort: tlsPort ?? port,
      url: tlsPort ? `rediss://127.0.0.1:${tlsPort}` : `redis://127.0.0.1:${port}`,
    },
  );
}

const redisArguments = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...value.split(" ")]);
