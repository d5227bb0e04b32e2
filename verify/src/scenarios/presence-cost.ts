/** What presence costs in a large room. */
import { pause } from "../deadline.ts";
import { commandsOf, PacketCount } from "../presence/cost.ts";
import { RawDevice } from "../raw-device.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

const room = "plaza";
/** How many people are in it. */
const sizes = [200, 2_000] as const;
const seconds = 12;
const changesPerSecond = 100;
/** Packets wait for each other on a busy machine: of ten seconds, eleven may come within. */
const mostPackets = 1.1;
/** With ten times as many people in the room, a change costs Redis at most so much more. */
const mostGrowth = 1.3;

/** So many of them arrive at once. */
const together = 50;
/** The first account of those who enter and leave: nobody else's. */
const firstVisitor = 20_000;

/** So many people, each connected once, from this account on. */
async function people(stage: Stage, first: number, count: number): Promise<RawDevice[]> {
  const recorder = stage.job(`people${first}`);
  const arrive = async (index: number) =>
    RawDevice.connect(stage.world.url, await stage.accounts.number(first + index), recorder);
  const all: RawDevice[] = [];
  while (all.length < count) {
    const group = Math.min(together, count - all.length);
    all.push(...(await Promise.all(Array.from({ length: group }, (_, n) => arrive(all.length + n)))));
  }
  return all;
}

async function enter(crowd: readonly RawDevice[]): Promise<void> {
  for (let first = 0; first < crowd.length; first += together) {
    const group = crowd.slice(first, first + together);
    await Promise.all(group.map(device => device.ask("room:join", { room })));
  }
}

/** All of them enter and leave once a second. Resolves with the commands of Redis for one that does. */
async function churn({ world }: Stage, crowd: readonly RawDevice[]): Promise<number> {
  const before = await commandsOf(world.redis.port);
  const began = performance.now();
  for (let second = 0; second < seconds; second += 1) {
    await Promise.all(
      crowd.map(async (device, index) => {
        await pause((index / crowd.length) * 500);
        await device.ask("room:join", { room });
        await device.ask("room:leave", { room });
      }),
    );
    await pause(Math.max(0, began + (second + 1) * 1_000 - performance.now()));
  }
  return ((await commandsOf(world.redis.port)) - before) / (seconds * crowd.length);
}

export const presenceCost: Scenario = {
  name: "presence-cost",
  says: "2,000 people in one room, and 100 who enter and leave it each second: a packet a second, and no more work for more people",
  world: { replicas: 3 },
  isApart: true,
  async run(stage) {
    const { replicas } = stage.world;
    const watching = stage.job("watching");
    const account = await stage.accounts.number(0);
    const watchers = await Promise.all(
      replicas.map(({ socketUrl }) => RawDevice.connect(socketUrl, account, watching)),
    );
    await enter(watchers);
    const counts = watchers.map(watcher => new PacketCount(watcher, room));
    const visitors = await people(stage, firstVisitor, changesPerSecond);
    const crowd: RawDevice[] = [];
    const costs: number[] = [];
    try {
      for (const size of sizes) {
        const newcomers = await people(stage, crowd.length + 1, size - crowd.length);
        await enter(newcomers);
        crowd.push(...newcomers);
        // What they caused is told.
        await pause(2_000);
        for (const count of counts) count.reset();
        costs.push(await churn(stage, visitors));
        check(counts);
      }
    } finally {
      for (const device of [...watchers, ...visitors, ...crowd]) device.close();
    }
    const [few = 0, many = 0] = costs;
    if (many > few * mostGrowth) {
      throw new Error(
        `A change cost Redis ${few.toFixed(1)} commands with ${sizes[0]} people, ${many.toFixed(1)} with ${sizes[1]}.`,
      );
    }
  },
};

function check(counts: readonly PacketCount[]): void {
  for (const { count, mostPerSecond } of counts) {
    if (count === 0) throw new Error("A watcher was told nothing at all.");
    if (mostPerSecond > mostPackets) throw new Error(`A watcher was told ${mostPerSecond} packets a second.`);
  }
}
