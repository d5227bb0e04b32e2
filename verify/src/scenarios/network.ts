/** What happens to the network behind nginx. */
import { pause } from "../deadline.ts";
import type { Weather } from "../pipe.ts";
import type { Relay } from "../relay.ts";
import type { Scenario } from "../scenario.ts";

/** The line of one replica, to Redis or to nginx, turns bad for a while. */
const line = (
  name: string,
  says: string,
  which: "back" | "front",
  fault: (line: Relay) => Promise<unknown>,
  seconds = 8,
): Scenario => ({
  name,
  says,
  world: which === "back" ? { redisLines: true } : { replicaLines: true },
  async run(stage) {
    const people = await stage.crowd(30);
    await stage.strike(
      people,
      async () => {
        const relay = stage.random.pick(stage.world.sites)[which];
        if (relay !== undefined) await fault(relay);
      },
      { seconds },
    );
  },
});

const turn = (weather: Weather, ms: number) => async (relay: Relay) => {
  relay.turn(weather);
  await pause(ms);
  relay.turn({});
};

const away = (ms: number) => async (relay: Relay) => {
  relay.close();
  await pause(ms);
  relay.open();
};

export const networkScenarios: readonly Scenario[] = [
  line("redis-unreachable", "one replica cannot reach Redis for 3 s", "back", away(3_000)),
  line("redis-line-cut", "the lines of one replica to Redis are cut", "back", async relay => relay.cut()),
  line("redis-line-held", "Redis seems to hang for one replica, for 4 s", "back", turn({ hold: true }, 4_000)),
  line(
    "redis-line-silent",
    "what one replica and Redis tell each other is lost for 4 s",
    "back",
    turn({ swallow: true }, 4_000),
  ),
  line("redis-line-long", "Redis answers one replica 150 ms later", "back", turn({ delayMs: 75 }, 5_000)),
  line(
    "redis-line-thin",
    "one replica gets 20 kB a second from Redis",
    "back",
    turn({ bytesPerSecond: 20_000 }, 4_000),
  ),
  line("replica-unreachable", "nginx cannot reach one replica for 3 s", "front", away(3_000)),
  line("replica-line-cut", "the lines from nginx to one replica are cut", "front", async relay => relay.cut()),
  line(
    "replica-line-silent",
    "what nginx and one replica tell each other is lost for 4 s",
    "front",
    turn({ swallow: true }, 4_000),
  ),
  line(
    "replica-line-long",
    "one replica is 200 ms farther away than the other",
    "front",
    turn({ delayMs: 200 }, 5_000),
  ),
];
