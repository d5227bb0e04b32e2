import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Part, startPart } from "./part.ts";
import { freePort } from "./ports.ts";
import { requireProgram } from "./programs.ts";
import { type Redis, startRedis } from "./redis.ts";
import { commandRedis, untilRedis } from "./redis-command.ts";
import { admin, guardSettings, type RedisGuard } from "./redis-guard.ts";

export interface RedisSentinel {
  /** `redis+sentinel://host:port,…/main`. */
  readonly url: string;
  /** All servers; the first was the master at the start. */
  readonly servers: readonly Redis[];
  readonly sentinels: readonly Part[];
  /** The server that the sentinels name now. */
  master(): Promise<Redis>;
  stop(): Promise<void>;
}

export interface RedisSentinelOptions {
  /** Of the sentinels, too. */
  readonly guard?: RedisGuard | undefined;
}

const name = "main";
const count = 3;

/** No waiting: for further replicas to synchronise, nor at the end for those that lag. */
const hasty = { "repl-diskless-sync-delay": "0", "shutdown-timeout": "0" };

/** A master with two replicas, watched by three sentinels. Resolves when a failover could happen. */
export async function startSentinel({ guard }: RedisSentinelOptions = {}): Promise<RedisSentinel> {
  const servers: Redis[] = [];
  const sentinels: Sentinel[] = [];
  const stop = async () => {
    await Promise.all(sentinels.map(sentinel => sentinel.stop()));
    await Promise.all(servers.map(server => server.stop()));
  };
  try {
    const master = await startRedis({ aof: true, guard, settings: hasty });
    servers.push(master);
    const settings = { ...hasty, replicaof: `127.0.0.1 ${master.publicPort}` };
    while (servers.length < count) servers.push(await startRedis({ aof: true, guard, settings }));
    await untilRedis(master.port, "INFO replication", /slave0:.*state=online.*slave1:.*state=online/s);
    while (sentinels.length < count) sentinels.push(await startOneSentinel(master, guard));
    const isReady = new RegExp(
      `num-slaves\\r\\n\\$1\\r\\n${count - 1}\\r\\n[^]*num-other-sentinels\\r\\n\\$1\\r\\n${count - 1}`,
    );
    await Promise.all(sentinels.map(({ port }) => untilRedis(port, `SENTINEL MASTER ${name}`, isReady)));
  } catch (error) {
    await stop();
    throw error;
  }
  const places = sentinels.map(({ publicPort }) => `127.0.0.1:${publicPort}`).join(",");
  const url = `${guard ? "rediss" : "redis"}+sentinel://${places}/${name}`;
  return { url, servers, sentinels, master: () => masterOf(servers, sentinels), stop };
}

type Sentinel = Part & { readonly port: number; readonly publicPort: number };

/** How a guarded one gets into the servers, and into the other sentinels. */
const logins = [
  `sentinel auth-user ${name} ${admin}`,
  `sentinel auth-pass ${name} any`,
  `sentinel sentinel-user ${admin}`,
  "sentinel sentinel-pass any",
];

async function startOneSentinel(master: Redis, guard: RedisGuard | undefined): Promise<Sentinel> {
  const port = await freePort();
  const publicPort = guard ? await freePort() : port;
  const scratchDir = await mkdtemp(join(tmpdir(), "hubbub-sentinel-"));
  const users = { users: guard?.sentinelUsers ?? [], dir: scratchDir, tlsPort: publicPort };
  const guarded = guard ? await guardSettings(guard.certificates, users) : {};
  const config = join(scratchDir, "sentinel.conf");
  const lines = [
    `port ${port}`,
    "bind 127.0.0.1",
    `dir ${scratchDir}`,
    ...Object.entries(guarded).map(([setting, value]) => `${setting} ${value}`),
    `sentinel monitor ${name} 127.0.0.1 ${master.publicPort} 2`,
    `sentinel down-after-milliseconds ${name} 1000`,
    `sentinel failover-timeout ${name} 2000`,
    ...(guard ? logins : []),
  ];
  await writeFile(config, `${lines.join("\n")}\n`);
  return startPart(
    {
      name: "sentinel",
      command: requireProgram("redis-server", "REDIS_SERVER"),
      args: [config, "--sentinel"],
      ports: guard ? [port, publicPort] : [port],
      scratchDir,
      ready: process => process.line(/\+monitor master/),
    },
    { port, publicPort },
  );
}

/** By the first sentinel that answers. */
async function masterOf(servers: readonly Redis[], sentinels: readonly Sentinel[]): Promise<Redis> {
  for (const { port } of sentinels) {
    const reply = await commandRedis(port, `SENTINEL GET-MASTER-ADDR-BY-NAME ${name}`).catch(() => "");
    const server = servers.find(one => reply.includes(`\r\n${one.publicPort}\r\n`));
    if (server) return server;
  }
  throw new Error("No sentinel knows the master.");
}
