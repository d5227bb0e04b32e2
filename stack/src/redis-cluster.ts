import { freePort } from "./ports.ts";
import { type Redis, startRedis } from "./redis.ts";
import { commandRedis, untilRedis } from "./redis-command.ts";

export interface RedisCluster {
  /** `redis+cluster://host:port,…`. */
  readonly url: string;
  readonly masters: readonly Redis[];
  stop(): Promise<void>;
}

const slots = 16_384;
const size = 3;

/** Three masters that share the slots, each of which keeps what it acked. Resolves when all of them serve. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const masters: Redis[] = [];
  const stop = async () => {
    await Promise.all(masters.map(master => master.stop()));
  };
  try {
    const buses = [await freePort(), await freePort(), await freePort()];
    for (const bus of buses) masters.push(await startMaster(bus));
    await Promise.all(
      masters.map((master, index) => commandRedis(master.port, `CLUSTER ADDSLOTSRANGE ${range(index)}`)),
    );
    await Promise.all(
      masters.map((master, index) => commandRedis(master.port, `CLUSTER SET-CONFIG-EPOCH ${index + 1}`)),
    );
    for (const [index, { port }] of masters.entries()) {
      if (masters[0] && index > 0)
        await commandRedis(masters[0].port, `CLUSTER MEET 127.0.0.1 ${port} ${buses[index]}`);
    }
    await Promise.all(masters.map(({ port }) => untilRedis(port, "CLUSTER INFO", isWhole)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis+cluster://${masters.map(({ port }) => `127.0.0.1:${port}`).join(",")}`, masters, stop };
}

const isWhole = new RegExp(`cluster_state:ok[^]*cluster_known_nodes:${size}`);

const startMaster = (bus: number): Promise<Redis> =>
  startRedis({
    aof: true,
    settings: { "cluster-enabled": "yes", "cluster-node-timeout": "2000", "cluster-port": String(bus) },
  });

const range = (index: number): string =>
  `${Math.floor((index * slots) / size)} ${Math.floor(((index + 1) * slots) / size) - 1}`;
