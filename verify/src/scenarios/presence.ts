/** What presence has to come through. Somebody at each replica watches; the judge compares it with the open connections. */
import { commandRedis } from "@hubbub/stack";
import { pause } from "../deadline.ts";
import type { Device } from "../device.ts";
import type { PresenceRules } from "../presence/judge.ts";
import type { PresenceWatch } from "../presence/watch.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** By the default settings: a grace of 4 s, and a packet a second. */
const calm: PresenceRules = { graceMs: 4_000, arriveMs: 3_000, departMs: 8_000 };
/** Longer than a packet may wait, and than Redis is waited for after it lost its data. */
const untilQuiet = 6_000;

type Fault = (stage: Stage, people: readonly Device[], watch: PresenceWatch) => Promise<unknown>;

/** People talk over three replicas, each with so many devices, while something happens and they are watched. */
const watched = (
  name: string,
  says: string,
  fault: Fault,
  more: Partial<Scenario> & { readonly rules?: Partial<PresenceRules>; readonly devices?: number } = {},
): Scenario => ({
  name: `presence-${name}`,
  says,
  world: { replicas: 3 },
  isApart: true,
  ...more,
  async run(stage) {
    const { rules, devices = 1 } = more;
    const watch = await stage.watch({ ...calm, ...rules });
    const people = await stage.crowd(24 * devices, { accounts: 24 });
    await watch.untilRight(10_000);
    await stage.talk(people, { seconds: 1, perSecond: 20 });
    await fault(stage, people, watch);
    await watch.untilRight(60_000);
    await pause(untilQuiet);
  },
});

/** Every third of them, so that there are some at each replica. */
const some = (people: readonly Device[]): Device[] => people.filter((_, index) => index % 3 === 0);

async function crash(stage: Stage, people: readonly Device[], watch: PresenceWatch, count: number): Promise<void> {
  const victims = stage.random.shuffled(stage.world.replicas).slice(0, count);
  // Nobody but a sweep can take these out: the grace of the first is not over, and the second go with their replica.
  for (const device of people.slice(0, 4)) device.close();
  await Promise.all(victims.map(victim => victim.kill()));
  for (const device of people.slice(4, 8)) device.close();
  await watch.untilRight(15_000);
  await pause(untilQuiet);
  await Promise.all(victims.map(victim => victim.start()));
}

export const presenceScenarios: readonly Scenario[] = [
  watched(
    "two-tabs",
    "everybody has two tabs; half of them close one, and then a third the other, too",
    async (_stage, people, watch) => {
      const [first, second] = [people.slice(0, 24), people.slice(24)];
      for (const device of first.slice(0, 12)) device.close();
      await pause(untilQuiet);
      for (const device of second.slice(0, 8)) device.close();
      await watch.untilRight(10_000);
    },
    { devices: 2 },
  ),
  watched("reload", "pages are reloaded three times; nobody sees it", async (stage, people) => {
    for (let time = 0; time < 3; time += 1) {
      for (const device of people) {
        await pause(stage.random.between(0, 30));
        device.reload();
      }
      await pause(1_500);
    }
  }),
  watched(
    "replica-killed",
    "kill -9 of a replica, and people leave at the same moment; right within 15 s",
    (stage, people, watch) => crash(stage, people, watch, 1),
    { rules: { departMs: 15_000 } },
  ),
  watched(
    "two-replicas-killed",
    "kill -9 of two of three replicas at once; right within 15 s",
    (stage, people, watch) => crash(stage, people, watch, 2),
    { rules: { departMs: 15_000 } },
  ),
  watched(
    "all-restarted",
    "all replicas are restarted at once, and people leave meanwhile",
    async (stage, people) => {
      const restarts = Promise.all(stage.world.replicas.map(replica => replica.restart()));
      for (const device of some(people)) device.close();
      await restarts;
    },
    { rules: { departMs: 15_000 } },
  ),
  watched(
    "wiped",
    "FLUSHALL; right within 5 s, and nobody flickers who stays",
    async (stage, people, watch) => {
      const leaving = some(people);
      const wipe = () => commandRedis(stage.world.redis.port, "FLUSHALL");
      // The grace of the first of them ends before any replica need have noticed the loss, and that of the last long after.
      for (const [index, device] of leaving.entries()) {
        if (index > 0) await pause(stage.random.between(300, 600));
        device.close();
      }
      await wipe();
      await watch.rightWithin(5_000, "FLUSHALL");
      await wipe();
      // Whom no connection vouched for is not in the room any more, and enters it anew.
      const entering = leaving.map(async device => {
        device.reload();
        await device.connect();
        await device.join("plaza");
      });
      await Promise.all(entering);
      await watch.rightWithin(5_000, "FLUSHALL");
    },
    { mayResync: true, rules: { arriveMs: 5_000, departMs: 5_500 } },
  ),
  watched(
    "redis-gone",
    "Redis is gone for 30 s, and people leave meanwhile; right within 5 s after it is back",
    async ({ world }, people, watch) => {
      await world.redis.kill();
      await pause(5_000);
      for (const device of some(people)) device.close();
      await pause(25_000);
      await world.redis.start();
      await watch.rightWithin(5_000, "Redis was back");
    },
    { rules: { departMs: 30_000 } },
  ),
  watched(
    "one-user-often",
    "one user connects 500 times at once, and leaves again but for one",
    async (stage, _people, watch) => {
      const devices = await Promise.all(Array.from({ length: 500 }, () => stage.device(30)));
      await Promise.all(devices.map(device => device.connect()));
      await devices[0]?.join("plaza");
      await watch.untilRight(10_000);
      for (const device of devices.slice(1)) device.close();
      await pause(untilQuiet);
      devices[0]?.close();
    },
    { rules: { arriveMs: 10_000 } },
  ),
  watched("drain", "each replica in turn is drained and started again; nobody flickers", async ({ world }) => {
    for (const replica of world.replicas) {
      await replica.restart();
      await pause(1_000);
    }
  }),
];
