import { describe, expect, it, vi } from "vitest";
import { pause } from "../src/deadline.ts";
import { runScenario } from "../src/runner.ts";
import type { Stage } from "../src/stage.ts";
import { planted } from "./support/planting.ts";

// Each of them starts and ends a world, and waits most of its time.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 2 });

/** The dead are found soon. */
const hasty = { PRESENCE_LEASE_MS: "2000", PRESENCE_BEAT_MS: "500", PRESENCE_GRACE_MS: "1000" };

interface Broken {
  readonly fault?: string;
  readonly env?: Record<string, string>;
  /** How late somebody may be shown, or be shown no longer, in ms. */
  readonly lateMs: number;
}

/** What the judge of presence finds wrong when four people are watched at two replicas: who, and how. */
async function found(play: (stage: Stage) => Promise<unknown>, { fault, env, lateMs }: Broken): Promise<string[]> {
  const rules = { graceMs: 4_000, arriveMs: lateMs, departMs: lateMs };
  const scenario = {
    name: "comings-and-goings",
    says: "people come and go",
    world: { env: { ...env, ...planted(fault) } },
    async run(stage: Stage) {
      const watch = await stage.watch(rules);
      await stage.crowd(4);
      await play(stage);
      await watch.untilRight(lateMs);
      // Longer than is allowed, for whatever is wrong for good.
      await pause(500);
    },
  };
  const { presence, failure } = await runScenario(scenario, { seed: 1, isShort: true, patience: 500 });
  expect(failure).toBeNull();
  return [...new Set(presence?.violations.map(({ kind }) => kind))];
}

/** The first two devices are those of the watchers. */
const people = (stage: Stage) => stage.devices.slice(2);

/** Of two people, one at each replica, nobody but a sweep can say that the first is gone. */
async function crash(stage: Stage): Promise<void> {
  await stage.world.replicas[0]?.kill();
  for (const device of people(stage).slice(0, 2)) device.close();
}

async function reload(stage: Stage): Promise<void> {
  for (const device of people(stage)) device.close();
  // Less than the grace, and enough for a packet.
  await pause(1_500);
  for (const device of people(stage)) device.reload();
}

const nothing = async () => {};

describe.concurrent("the judge of presence", () => {
  it("finds nothing wrong with people who reload, and who go as their replica dies", async () => {
    const both = (stage: Stage) => reload(stage).then(() => crash(stage));
    expect(await found(both, { env: { ...hasty, PRESENCE_GRACE_MS: "4000" }, lateMs: 20_000 })).toEqual([]);
  });

  it("goes red when nobody is told who comes", async () => {
    expect(await found(nothing, { fault: "lost-diffs.ts", lateMs: 1_500 })).toContain("missing");
  });

  it("goes red when nobody sweeps what the dead left behind", async () => {
    expect(await found(crash, { fault: "forgetful-sweeps.ts", env: hasty, lateMs: 5_000 })).toContain("ghost");
  });

  it("goes red when a reload has no grace", async () => {
    expect(await found(reload, { env: { PRESENCE_GRACE_MS: "1" }, lateMs: 1_500 })).toEqual(["missing"]);
  });
});
