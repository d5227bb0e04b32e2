/** What presence costs in a large room. */
import { pause } from "../deadline.ts";
import { commandsOf, PacketCount } from "../presence/cost.ts";
import { RawDevice } from "../raw-device.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

const room = "plaza";
const seconds = 12;
const changesPerSecond = 100;
/** Packets wait for each other on a busy machine: of ten seconds, eleven may come within. */
const mostPackets = 1.1;
/** With ten times as many people in the room, a change costs Redis at most so much more. */
const mostGrowth = 1.3;

/** People of the churn: each enters and leaves the room again and again. */
async function visitors(stage: Stage): Promise<RawDevice[]> {
  const recorder = stage.job("visitors");
  const accounts = await Promise.all(
    Array.from({ length: changesPerSecond }, (_, n) => stage.accounts.number(100 + n)),
  );
  return Promise.all(accounts.map(account => RawDevice.connect(stage.world.url, account, recorder)));
}

/** All of them enter and leave once a second. Resolves with the commands of Redis for one that does. */
async function churn(stage: Stage, crowd: readonly RawDevice[]): Promise<number> {
  const ask = (device: RawDevice, name: "room:join" | "room:leave") =>
    device.socket.timeout(10_000).emitWithAck(name, { room });
  const before = await commandsOf(stage.world.redis.port);
  const began = performance.now();
  for (let second = 0; second < seconds; second += 1) {
    await Promise.all(
      crowd.map(async (device, index) => {
        await pause((index / crowd.length) * 500);
        await ask(device, "room:join");
        await ask(device, "room:leave");
      }),
    );
    await pause(Math.max(0, began + (second + 1) * 1_000 - performance.now()));
  }
  return ((await commandsOf(stage.world.redis.port)) - before) / (seconds * crowd.length);
}

export const presenceCost: Scenario = {
  name: "presence-cost",
  says: "2,000 people in one room, and 100 who enter and leave it each second: a packet a second, and no more work for more people",
  world: { replicas: 3 },
  async run(stage) {
    const sizes = [200, 2_000];
    const watching = stage.job("watching");
    const account = await stage.accounts.number(0);
    const counts: PacketCount[] = [];
    const watchers: RawDevice[] = [];
    for (const { socketUrl } of stage.world.replicas) {
      const watcher = await RawDevice.connect(socketUrl, account, watching);
      watchers.push(watcher);
      counts.push(new PacketCount(watcher, room));
    }
    const crowd = await visitors(stage);
    const costs: number[] = [];
    try {
      for (const [index, size] of sizes.entries()) {
        await stage.crowd(size - (sizes[index - 1] ?? 0), { accounts: size });
        await pause(2_000);
        for (const count of counts) count.reset();
        costs.push(await churn(stage, crowd));
        check(counts);
      }
    } finally {
      for (const device of [...watchers, ...crowd]) device.close();
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
