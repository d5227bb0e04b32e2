import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Emitter,
  makeCertificates,
  type Redis,
  type RedisGuard,
  rootDir,
  startEmitter,
  startRedis,
  startRedisCluster,
  startSentinel,
} from "@hubbub/stack";
import { openReplicas, type Replicas } from "./house.ts";

export interface GuardedRedis {
  readonly url: string;
  readonly servers: readonly Redis[];
  stop(): Promise<void>;
}

/** Redis as a careful operator runs it, two replicas and an emitter that get in as docs/operations.md says. */
export interface GuardedWorld {
  readonly house: Replicas;
  readonly emitter: Emitter;
  readonly emitterKey: string;
  readonly servers: readonly Redis[];
  stop(): Promise<void>;
}

export const guardedRedis = {
  async single(guard: RedisGuard): Promise<GuardedRedis> {
    const redis = await startRedis({ aof: true, guard });
    return { url: redis.url, servers: [redis], stop: () => redis.stop() };
  },
  sentinel: (guard: RedisGuard): Promise<GuardedRedis> => startSentinel({ guard }),
  async cluster(guard: RedisGuard): Promise<GuardedRedis> {
    const { url, masters, replicas, stop } = await startRedisCluster({ replicas: true, guard });
    return { url, servers: [...masters, ...replicas], stop };
  },
};

/** That of the servers' certificates, which have none of their addresses. */
const serverName = "redis.example.org";

export async function openGuardedWorld(
  kind: keyof typeof guardedRedis,
  env: Record<string, string> = {},
): Promise<GuardedWorld> {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-guarded-"));
  const certificates = await makeCertificates(dir, serverName);
  const users = await documentedUsers(kind);
  const isOfSentinels = (line: string) => line.includes("hubbub-sentinel");
  const redis = await guardedRedis[kind]({
    certificates,
    users: users.filter(line => !isOfSentinels(line)),
    sentinelUsers: users.filter(isOfSentinels),
  });
  const urlOf = (user: string) => redis.url.replace("://", `://${user}:${passwordOf(users, user)}@`);
  const access = {
    KEY_PREFIX: "hubbub",
    REDIS_CA_FILE: certificates.ca,
    REDIS_CERT_FILE: certificates.client.cert,
    REDIS_KEY_FILE: certificates.client.key,
    REDIS_SERVER_NAME: serverName,
    REDIS_SENTINEL_USERNAME: "hubbub-sentinel",
    REDIS_SENTINEL_PASSWORD: passwordOf(users, "hubbub-sentinel"),
    ...env,
  };
  const stopRedis = async () => {
    await redis.stop();
    await rm(dir, { recursive: true });
  };
  const house = await openReplicas({ url: urlOf("hubbub"), stop: stopRedis }, access);
  const starting = startEmitter({
    redisUrl: urlOf("hubbub-emitter"),
    keyPrefix: "hubbub",
    secretsDir: dir,
    env: { ...access, JOB_STREAM: "on" },
  });
  const emitter = await starting.catch(async error => {
    await house.stop();
    throw error;
  });
  const stop = async () => {
    await emitter.kill();
    await house.stop();
  };
  const emitterKey = (await readFile(join(dir, "emitter"), "utf8")).trim();
  return { house, emitter, emitterKey, servers: redis.servers, stop };
}

/** The rights in docs/operations.md, as lines of an ACL file; what is for a single server alone is left to one. */
async function documentedUsers(kind: keyof typeof guardedRedis): Promise<string[]> {
  const page = await readFile(join(rootDir, "docs/operations.md"), "utf8");
  const rights = new Map<string, string>();
  for (const [, name = "", more = ""] of page.matchAll(/^ACL SETUSER (\S+) (.*)$/gm)) {
    if (rights.has(name) && kind !== "single") continue;
    rights.set(name, `${rights.get(name) ?? ""} ${more}`);
  }
  return [...rights].map(([name, all]) => `user ${name}${all}`);
}

function passwordOf(users: readonly string[], user: string): string {
  const line = users.find(each => each.startsWith(`user ${user} `)) ?? "";
  const [, password] = / >(\S+)/.exec(line) ?? [];
  if (password === undefined) throw new Error(`docs/operations.md has no password of ${user}.`);
  return password;
}
