/** Several things at once, by the seed. */

import { commandRedis } from "@hubbub/stack";
import { pause } from "../deadline.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { goAway } from "./lines.ts";

type Fault = (stage: Stage) => Promise<unknown>;

const crash: Fault = async ({ world, random }) => {
  const victim = random.pick(world.replicas);
  await victim.kill();
  await victim.start();
};

/** After each of them everything is as it was. */
const faults: readonly Fault[] = [
  crash,
  async ({ world, random }) => {
    const victim = random.pick(world.replicas);
    victim.pause();
    await pause(2_000);
    victim.resume();
  },
  async ({ world }) => world.redis.restart(),
  async ({ world }) => {
    await world.redis.kill();
    await world.redis.start();
  },
  async ({ world }) => {
    world.redis.pause();
    await pause(2_000);
    world.redis.resume();
  },
  ({ world }) => commandRedis(world.redis.port, "CLIENT KILL TYPE pubsub"),
  ({ world }) => commandRedis(world.redis.port, "CLIENT KILL TYPE normal"),
  ({ world }) => world.nginx.route(world.replicas),
  async ({ world }) => {
    await world.nginx.kill();
    await world.nginx.start();
  },
  stage => goAway(stage, stage.devices, 1, 1_000, 2_000),
  async stage => {
    for (const { line } of stage.devices) line.cut();
  },
  async stage => {
    for (const device of stage.random.shuffled(stage.devices).slice(0, 5)) device.reload();
  },
];

const inTurn: Scenario = {
  name: "anything",
  says: "eight faults of any kind, one after the other",
  world: { replicas: 3 },
  async run(stage) {
    const people = await stage.crowd(30, { lines: true });
    const chosen = Array.from({ length: 8 }, () => stage.random.pick(faults));
    const fault = async () => {
      for (const strike of chosen) {
        await strike(stage);
        await pause(stage.random.between(0, 1_000));
      }
    };
    await stage.strike(people, fault, { seconds: 20 });
  },
};

const atOnce: Scenario = {
  name: "everything-at-once",
  says: "a replica crashes, Redis is killed, subscribers are lost and clients are away, all within a second",
  world: { replicas: 3 },
  async run(stage) {
    const people = await stage.crowd(30, { lines: true });
    const chosen: readonly Fault[] = [
      crash,
      async ({ world }) => {
        await world.redis.kill();
        await world.redis.start();
      },
      stage => goAway(stage, people.slice(0, 10), 1, 1_000, 2_000),
      async stage => {
        for (const device of people.slice(10, 15)) device.reload();
        await stage.world.nginx.route(stage.world.replicas);
      },
    ];
    const late = (strike: Fault) => pause(stage.random.between(0, 1_000)).then(() => strike(stage));
    await stage.strike(people, () => Promise.all(chosen.map(late)), { seconds: 8 });
  },
};

const calm: Scenario = {
  name: "calm",
  says: "nothing happens; 200 clients",
  async run(stage) {
    const people = await stage.crowd(stage.size(20, 200));
    await stage.talk(people.slice(0, 30), { perSecond: 50 });
  },
};

export const mixedScenarios: readonly Scenario[] = [calm, inTurn, atOnce];
