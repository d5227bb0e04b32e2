import { expect, it, vi } from "vitest";
import { runScenario } from "../src/runner.ts";
import { staysStill } from "../src/scenarios/balance.ts";
import { planted } from "./support/planting.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Why it failed when sixty people stayed at two replicas that had nothing to even out. */
async function failure(fault?: string): Promise<string | null> {
  const scenario = {
    name: "nothing-to-even-out",
    says: "people stay",
    world: { env: { PRESENCE_BEAT_MS: "200", ...planted(fault) } },
    run: staysStill,
  };
  return (await runScenario(scenario, { seed: 1, isShort: true, patience: 500 })).failure;
}

it.concurrent("moves nobody who is served by replicas that are even", async () => {
  expect(await failure()).toBeNull();
});

it.concurrent("goes red when replicas never cease to ask people to move", async () => {
  expect(await failure("restless-replicas.ts")).toMatch(/moved \d+ times/);
});
