import { expect, it } from "vitest";
import { Keys } from "./keys.ts";
import type { Presence } from "./presence.ts";
import type { RedisLink } from "./redis.ts";
import { Replicas } from "./replicas.ts";
import type { Commands } from "./scripts.ts";

const leaseMs = 1_000;

/** When a replica that beats at these times may begin a sweep, after each of the beats. */
async function sweepsFrom(...beats: number[]): Promise<(string | number | undefined)[]> {
  let now = 0;
  const begins: (string | number | undefined)[] = [];
  const commands: Pick<Commands, "renewLease" | "claimSweep"> = {
    renewLease: async () => [String(now + leaseMs), 1, "g", []],
    claimSweep: async (...all) => {
      begins.push(all.at(-1));
      return null;
    },
  };
  const redis: Pick<RedisLink, "run"> = { run: action => action(commands as Commands) };
  const replicas = new Replicas(redis as RedisLink, new Keys("t"), {} as Presence, { replica: "r1", leaseMs });
  for (now of beats) {
    await replicas.beat();
    await replicas.sweep(now);
  }
  return begins;
}

it("waits with sweeps after its first beat, and not after those that are in time", async () => {
  expect(await sweepsFrom(0, 300, 600, 900)).toEqual([500, 500, 500, 500]);
});

it("waits after each absence of Redis: the others may need a moment, too", async () => {
  expect(await sweepsFrom(0, 300, 9_000, 9_300, 20_000, 30_000)).toEqual([500, 500, 9_500, 9_500, 20_500, 30_500]);
});

it("sweeps also where it always is slow", async () => {
  expect(await sweepsFrom(0, 600, 1_200, 1_800)).toEqual([500, 500, 500, 500]);
  expect(await sweepsFrom(0, 300, 900, 1_500, 2_100)).toEqual([500, 500, 1_400, 1_400, 1_400]);
});
