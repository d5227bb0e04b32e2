/** What happens to Redis. */

import { commandRedis } from "@hubbub/stack";
import { pause } from "../deadline.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

const redis = (
  name: string,
  says: string,
  fault: (stage: Stage, command: (line: string) => Promise<string>) => Promise<unknown>,
  more: Partial<Scenario> & { readonly seconds?: number; readonly text?: string } = {},
): Scenario => ({
  name,
  says,
  ...more,
  async run(stage) {
    const people = await stage.crowd(stage.size(12, 40));
    const command = (line: string) => commandRedis(stage.world.redis.port, line);
    const { seconds = 6, text } = more;
    const load = { seconds: stage.size(2, seconds), ...(text === undefined ? {} : { text }) };
    await stage.strike(people, () => fault(stage, command), load);
  },
});

/** For so long Redis is told to be like this. */
const configured = (bad: string, good: string, ms: number) => async (_: Stage, command: (line: string) => unknown) => {
  await command(bad);
  await pause(ms);
  await command(good);
};

const wipedWhileAway: Scenario = {
  name: "wiped-while-away",
  says: "FLUSHALL while a third of the clients are away",
  mayResync: true,
  async run(stage) {
    const people = await stage.crowd(24, { lines: true });
    const away = people.filter((_, index) => index % 3 === 0);
    await stage.strike(people, async () => {
      const wiped = pause(500).then(() => commandRedis(stage.world.redis.port, "FLUSHALL"));
      const back = Promise.all([wiped, pause(2_000)]);
      await Promise.all(away.map(device => device.loseLine(back)));
    });
  },
};

const trimmed: Scenario = {
  name: "history-trimmed",
  says: "a third of the clients are away until what they missed is trimmed",
  mayResync: true,
  world: { env: { HISTORY_LENGTH: "20" } },
  async run(stage) {
    const people = await stage.crowd(24, { lines: true });
    const away = people.filter((_, index) => index % 3 === 0);
    const present = people.filter(device => !away.includes(device));
    const talking = stage.talk(present, { seconds: 8, perSecond: 80 });
    await Promise.all([talking, ...away.map(device => device.loseLine(talking))]);
    await stage.talk(people, { seconds: 2 });
  },
};

export const redisScenarios: readonly Scenario[] = [
  redis("redis-restarted", "SIGTERM of Redis, which is started again", stage => stage.world.redis.restart()),
  redis(
    "redis-killed",
    "kill -9 of Redis, which is started again",
    async stage => {
      await stage.world.redis.kill();
      await stage.world.redis.start();
    },
    { isShort: true },
  ),
  redis(
    "redis-frozen",
    "SIGSTOP of Redis for 10 s",
    async ({ world }) => {
      world.redis.pause();
      await pause(10_000);
      world.redis.resume();
    },
    { seconds: 12 },
  ),
  redis("redis-wiped", "FLUSHALL", (_, command) => command("FLUSHALL"), { mayResync: true, seconds: 8 }),
  wipedWhileAway,
  trimmed,
  redis(
    "subscribers-killed",
    "CLIENT KILL TYPE pubsub, five times: broadcasts are lost",
    async (_, command) => {
      for (let time = 0; time < 5; time += 1) {
        await command("CLIENT KILL TYPE pubsub");
        await pause(300);
      }
    },
    { isShort: true, world: { env: { POSITION_TICK_MS: "1000" } } },
  ),
  redis(
    "broadcasts-denied",
    "Redis denies PUBLISH for 3 s",
    configured("ACL SETUSER default -publish -spublish", "ACL SETUSER default +publish +spublish", 3_000),
  ),
  redis(
    "channels-denied",
    "Redis denies all channels for 3 s",
    configured("ACL SETUSER default resetchannels", "ACL SETUSER default allchannels", 3_000),
    { seconds: 8 },
  ),
  redis(
    "tiny-buffers",
    "Redis drops a subscriber that is 8 kB behind, for 3 s",
    configured(
      'CONFIG SET client-output-buffer-limit "pubsub 8192 4096 1"',
      'CONFIG SET client-output-buffer-limit "pubsub 33554432 8388608 60"',
      3_000,
    ),
    { text: "x".repeat(4_000) },
  ),
  redis("redis-busy", "a script of somebody else keeps Redis busy for 2 s", (_, command) =>
    command("EVAL \"local t = redis.call('TIME') repeat local n = redis.call('TIME') until n[1] - t[1] >= 2\" 0"),
  ),
  redis(
    "redis-full",
    "Redis is out of memory for 2 s",
    configured("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0", 2_000),
  ),
  redis(
    "redis-takes-no-writes",
    "Redis takes no writes for 2 s, as one that lost its replicas",
    configured("CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0", 2_000),
  ),
];
