/** What happens to replicas. */
import { pause } from "../deadline.ts";
import type { Scenario } from "../scenario.ts";

const replicaKilled: Scenario = {
  name: "replica-killed",
  says: "kill -9 of a replica, which comes back",
  isShort: true,
  async run(stage) {
    const people = await stage.crowd(stage.size(12, 60));
    await stage.underLoad(people, async () => {
      await pause(stage.someTime());
      const victim = stage.random.pick(stage.world.replicas);
      await victim.kill();
      await victim.start();
    });
  },
};

const rollingRestart: Scenario = {
  name: "rolling-restart",
  says: "every replica is replaced, one after the other",
  isShort: true,
  world: { replicas: 3, env: { PRESENCE_GRACE_MS: "500" } },
  recoveryP99: 1_000,
  async run(stage) {
    const people = await stage.crowd(stage.size(12, 2_000));
    const deploy = async () => {
      for (const site of [...stage.world.sites]) await stage.world.replaceReplica(site);
    };
    await stage.underLoad(people.slice(0, 30), deploy, { seconds: stage.size(4, 30), perSecond: stage.size(40, 5) });
  },
};

export const replicaScenarios: readonly Scenario[] = [replicaKilled, rollingRestart];
