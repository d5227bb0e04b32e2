/** What happens to replicas. */
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { pause } from "../deadline.ts";
import type { Device } from "../device.ts";
import { areHeard } from "../heard.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** People talk over three replicas while something happens to these. */
const replicas = (
  name: string,
  says: string,
  fault: (stage: Stage) => Promise<unknown>,
  more: Partial<Scenario> & { readonly seconds?: number } = {},
): Scenario => ({
  name,
  says,
  world: { replicas: 3 },
  ...more,
  async run(stage) {
    const people = await stage.crowd(stage.size(12, 60));
    await stage.strike(people, () => fault(stage), { seconds: stage.size(2, more.seconds ?? 6) });
  },
});

async function crash(stage: Stage, count: number): Promise<void> {
  const victims = stage.random.shuffled(stage.world.replicas).slice(0, count);
  await Promise.all(victims.map(victim => victim.kill()));
  await Promise.all(victims.map(victim => victim.start()));
}

const rollingRestart: Scenario = {
  name: "rolling-restart",
  says: "three replicas are replaced, one after the other; 2,000 clients",
  isShort: true,
  world: { replicas: 3, env: { PRESENCE_GRACE_MS: "500" } },
  isApart: true,
  recoveryP99: 1_000,
  mostTries: 3,
  async run(stage) {
    const people = await stage.crowd(stage.size(12, 2_000));
    const deploy = async () => {
      for (const site of stage.world.sites.slice(0, stage.size(2, 3))) await stage.world.replaceReplica(site);
    };
    const load = { seconds: stage.size(4, 20), perSecond: stage.size(40, 3) };
    await stage.underLoad(people.slice(0, 30), deploy, load);
  },
};

const scale: Scenario = {
  name: "scale",
  says: "from one replica to four, and back to one",
  world: { replicas: 1, env: { PRESENCE_GRACE_MS: "500" } },
  async run(stage) {
    const { world } = stage;
    const people = await stage.crowd(60);
    const fault = async () => {
      for (let added = 0; added < 3; added += 1) await world.addReplica();
      for (const site of world.sites.slice(0, 3)) await world.removeReplica(site);
    };
    await stage.strike(people, fault, { seconds: 20, perSecond: 20 });
  },
};

const frozen: Scenario = {
  name: "replica-frozen",
  says: "SIGSTOP of a replica for 10 s; most who were on it are heard through another within 7 s",
  world: { replicas: 3 },
  async run(stage) {
    const people = await stage.crowd(60);
    const victim = stage.random.pick(stage.world.replicas);
    const isThere = ({ chat }: Device) => chat.state.connection.replica === victim.id;
    const witness = people.find(device => !isThere(device));
    if (witness === undefined) return;
    const fault = async () => {
      const stuck = people.filter(isThere);
      victim.pause();
      await Promise.all([areHeard(stuck, witness), pause(10_000).then(() => victim.resume())]);
    };
    await stage.strike(people, fault, { seconds: 14 });
  },
};

const full: Scenario = {
  name: "replica-full",
  says: "100 clients lose their connections at the same time; one of two replicas has room for 30",
  world: { envOf: index => (index === 0 ? { MAX_CONNECTIONS: "30" } : {}) },
  mostTries: 2,
  async run(stage) {
    const people = await stage.crowd(100, { lines: true });
    await stage.strike(people, async () => {
      for (const { line } of people) line.cut();
    });
  },
};

/** The clock of the first replica jumps at SIGUSR2, and that of the others does not. */
const clockStep = (name: string, says: string, stepMs: number): Scenario => ({
  name,
  says,
  world: {
    envOf: index =>
      index === 0
        ? { NODE_OPTIONS: `--import=${join(rootDir, "verify/faults/stepped-clock.ts")}`, CLOCK_STEP_MS: `${stepMs}` }
        : {},
  },
  async run(stage) {
    const people = await stage.crowd(30);
    await stage.strike(people, async () => stage.world.replicas[0]?.signal("SIGUSR2"));
  },
});

export const replicaScenarios: readonly Scenario[] = [
  rollingRestart,
  scale,
  replicas("replica-killed", "kill -9 of a replica, which comes back", stage => crash(stage, 1), { isShort: true }),
  replicas("two-replicas-killed", "kill -9 of two of three replicas", stage => crash(stage, 2)),
  replicas("all-replicas-killed", "kill -9 of all replicas at once", stage => crash(stage, 3)),
  replicas(
    "crash-loop",
    "a replica is killed four times",
    async stage => {
      const victim = stage.random.pick(stage.world.replicas);
      for (let time = 0; time < 4; time += 1) {
        await victim.kill();
        await victim.start();
      }
    },
    { seconds: 12 },
  ),
  frozen,
  full,
  replicas(
    "frozen-and-killed",
    "SIGSTOP of a replica for 3 s, then kill -9",
    async stage => {
      const victim = stage.random.pick(stage.world.replicas);
      victim.pause();
      await pause(3_000);
      await victim.kill();
      await victim.start();
    },
    { seconds: 8 },
  ),
  replicas(
    "drain",
    "SIGTERM of a replica under load, which is started again",
    stage => stage.random.pick(stage.world.replicas).restart(),
    { seconds: 10 },
  ),
  replicas(
    "drain-cut-short",
    "kill -9 of a replica 300 ms into its drain",
    async stage => {
      const victim = stage.random.pick(stage.world.replicas);
      victim.signal("SIGTERM");
      await pause(300);
      await victim.kill();
      await victim.start();
    },
    { seconds: 8 },
  ),
  clockStep("clock-forward", "the clock of one replica jumps 5 minutes ahead", 300_000),
  clockStep("clock-back", "the clock of one replica jumps 5 minutes back", -300_000),
];
