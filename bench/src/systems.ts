import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createHttpApi } from "@hubbub/client";
import { freePort, ManagedProcess, type Redis, type Replica, startReplica } from "@hubbub/stack";
import type { JobName } from "./jobs.ts";
import type { DialectName } from "./load/dialects.ts";
import { cpuMs } from "./process-cost.ts";

/** One of the contenders: two servers as one. */
export interface System {
  readonly name: DialectName;
  readonly ports: readonly number[];
  readonly pids: readonly number[];
  /** How long it has work with clients that are gone: none of that is for the next measurement. */
  readonly lingersMs: number;
  /** One for each of its users; null where it knows none. */
  readonly tokens: readonly (string | null)[];
  stop(): Promise<void>;
}

export const titles: Readonly<Record<DialectName | JobName, string>> = {
  hubbub: "Hubbub",
  stock: "Socket.IO + redis-adapter",
  raw: "ws + ioredis",
  emitter: "Emitter",
  floor: "XADD + PUBLISH",
};

const users = 100;
const graceMs = 4_000;

export async function startHubbub(redis: Redis, secretsDir: string): Promise<System> {
  const env = {
    SCRYPT_COST: "10",
    SIGN_UPS_PER_ADDRESS: "100000",
    TOKEN_MINUTES: "60",
    LOG_LEVEL: "warn",
    PRESENCE_GRACE_MS: String(graceMs),
  };
  const replica = () => startReplica({ redisUrl: redis.url, keyPrefix: "bench", secretsDir, env });
  const replicas = [await replica(), await replica()] as const;
  return {
    name: "hubbub",
    ports: replicas.map(({ ports }) => ports.socket),
    pids: replicas.map(({ pid }) => pid),
    lingersMs: graceMs + 500,
    tokens: await signUp(replicas[0]),
    stop: async () => void (await Promise.all(replicas.map(each => each.kill()))),
  };
}

async function signUp({ apiUrl }: Replica): Promise<string[]> {
  const tokens: string[] = [];
  for (let number = 0; number < users; number += 1) {
    const api = createHttpApi({ url: apiUrl });
    tokens.push((await api.signUp({ name: `user${number}`, password: "correct horse" })).token);
  }
  return tokens;
}

export async function startPeer(name: "stock" | "raw", redis: Redis): Promise<System> {
  const server = async () => {
    const port = await freePort();
    const env = { PORT: String(port), REDIS_URL: redis.url };
    const args = [join(import.meta.dirname, `../peers/${name}.ts`)];
    const process_ = await ManagedProcess.spawn({ name, command: process.execPath, args, env });
    await process_.until(process_.line(/^listening$/));
    return { port, process: process_ };
  };
  const servers = [await server(), await server()];
  return {
    name,
    ports: servers.map(({ port }) => port),
    pids: servers.map(({ process }) => process.pid),
    lingersMs: 0,
    tokens: Array.from({ length: users }, () => null),
    stop: async () => void (await Promise.all(servers.map(({ process }) => process.kill()))),
  };
}

/** Resolves when the system does next to nothing any more: what one measurement left behind is not for the next. */
export async function untilQuiet({ pids }: System): Promise<void> {
  const lookEveryMs = 500;
  const deadline = performance.now() + 20_000;
  for (let before = cpuMs(pids); performance.now() < deadline; ) {
    await delay(lookEveryMs);
    const now = cpuMs(pids);
    if (now - before < lookEveryMs * 0.06) return;
    before = now;
  }
}
