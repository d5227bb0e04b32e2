import { freePort } from "./ports.ts";
import { type Redis, startRedis } from "./redis.ts";
import { commandRedis, untilRedis } from "./redis-command.ts";
import type { RedisGuard } from "./redis-guard.ts";

export interface RedisCluster {
  /** `redis+cluster://host:port,…`. */
  readonly url: string;
  /** Those that were masters at the start. */
  readonly masters: readonly Redis[];
  /** One of each master, in their order, where replicas were asked for. */
  readonly replicas: readonly Redis[];
  stop(): Promise<void>;
}

export interface RedisClusterOptions {
  /** Whether each master has a replica that takes its place. */
  readonly replicas?: boolean;
  readonly guard?: RedisGuard | undefined;
}

const slots = 16_384;
const size = 3;

/** Three masters that share the slots, each of which keeps what it acked. Resolves when all of them serve. */
export async function startRedisCluster({ replicas = false, guard }: RedisClusterOptions = {}): Promise<RedisCluster> {
  const nodes: Redis[] = [];
  const stop = async () => {
    await Promise.all(nodes.map(node => node.stop()));
  };
  const count = replicas ? 2 * size : size;
  const nodeAt = (index: number) => there(nodes[index]);
  try {
    const buses: number[] = [];
    while (buses.length < count) buses.push(await freePort());
    for (const bus of buses) nodes.push(await startNode(bus, guard));
    for (let index = 0; index < size; index += 1) {
      await commandRedis(nodeAt(index).port, `CLUSTER ADDSLOTSRANGE ${range(index)}`);
    }
    for (const [index, { port, publicPort }] of nodes.entries()) {
      await commandRedis(port, `CLUSTER SET-CONFIG-EPOCH ${index + 1}`);
      if (index > 0) await commandRedis(nodeAt(0).port, `CLUSTER MEET 127.0.0.1 ${publicPort} ${buses[index]}`);
    }
    const isWhole = new RegExp(`cluster_state:ok[^]*cluster_known_nodes:${count}`);
    await Promise.all(nodes.map(({ port }) => untilRedis(port, "CLUSTER INFO", isWhole)));
    for (let index = size; index < count; index += 1) await follow(nodeAt(index), nodeAt(index - size));
  } catch (error) {
    await stop();
    throw error;
  }
  const places = nodes.map(({ publicPort }) => `127.0.0.1:${publicPort}`).join(",");
  const url = `${guard ? "rediss" : "redis"}+cluster://${places}`;
  return { url, masters: nodes.slice(0, size), replicas: nodes.slice(size), stop };
}

const startNode = (bus: number, guard: RedisGuard | undefined): Promise<Redis> =>
  startRedis({
    aof: true,
    guard,
    settings: {
      "cluster-enabled": "yes",
      "cluster-node-timeout": "2000",
      "cluster-port": String(bus),
      "repl-diskless-sync-delay": "0",
      ...(guard && { "tls-cluster": "yes" }),
    },
  });

/** Resolves when the replica has what its master has. */
async function follow(replica: Redis, master: Redis): Promise<void> {
  const [, id] = /\r\n(\w{40})\r\n/.exec(await commandRedis(master.port, "CLUSTER MYID")) ?? [];
  await untilRedis(replica.port, `CLUSTER REPLICATE ${id}`, /OK/);
  await untilRedis(replica.port, "INFO replication", /master_link_status:up/);
}

const range = (index: number): string =>
  `${Math.floor((index * slots) / size)} ${Math.floor(((index + 1) * slots) / size) - 1}`;

function there(node: Redis | undefined): Redis {
  if (node === undefined) throw new Error("There is no such node.");
  return node;
}
