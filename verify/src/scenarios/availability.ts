/** What happens to Redis where there is more than one. */
import { commandRedis, type Redis } from "@hubbub/stack";
import { pause } from "../deadline.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import type { World } from "../world.ts";

/** Several servers, one of which may end: the rooms on it begin a new epoch then, see docs/decisions/0007-failover.md. */
const available = (
  backing: "cluster" | "sentinel",
  name: string,
  says: string,
  fault: (stage: Stage) => Promise<unknown>,
  mayResync: boolean,
): Scenario => ({
  name,
  says,
  world: { backing },
  mayResync,
  async run(stage) {
    const rooms = ["plaza", "market", "harbour", "park"];
    const people = await stage.crowd(24, { rooms });
    await stage.strike(people, () => fault(stage), { rooms, seconds: 15 });
  },
});

/** Resolves when another server takes the writes. */
async function takenOver({ backing }: World, master: Redis): Promise<void> {
  while ((await backing.master()) === master) await pause(50);
}

export const availabilityScenarios: readonly Scenario[] = [
  available("cluster", "cluster", "three masters share the rooms; nothing happens", async () => {}, false),
  available(
    "cluster",
    "cluster-master-killed",
    "kill -9 of one of three masters, which is started again",
    async stage => {
      const victim = stage.random.pick(stage.world.backing.servers);
      await victim.kill();
      await victim.start();
    },
    true,
  ),
  available(
    "cluster",
    "cluster-replica-killed",
    "kill -9 of a replica of Hubbub before three masters",
    async stage => {
      const victim = stage.random.pick(stage.world.replicas);
      await victim.kill();
      await victim.start();
    },
    false,
  ),
  available(
    "sentinel",
    "sentinel-failover",
    "SENTINEL FAILOVER: a replica of Redis takes over",
    async ({ world }) => {
      const master = await world.backing.master();
      const port = Number(/:(\d+)/.exec(world.backing.url.split("//")[1] ?? "")?.[1]);
      await commandRedis(port, "SENTINEL FAILOVER main");
      await takenOver(world, master);
    },
    true,
  ),
  available(
    "sentinel",
    "sentinel-master-killed",
    "kill -9 of the master; a replica of Redis takes over",
    async stage => {
      const master = await stage.world.backing.master();
      await master.kill();
      await takenOver(stage.world, master);
      await master.start();
    },
    true,
  ),
];
