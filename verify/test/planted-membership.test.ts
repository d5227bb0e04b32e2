import { expect, it, vi } from "vitest";
import { pause } from "../src/deadline.ts";
import { Guest } from "../src/membership/guest.ts";
import { judgeMembership } from "../src/membership/judge.ts";
import { Outsider } from "../src/membership/outsider.ts";
import { runScenario } from "../src/runner.ts";
import type { Stage } from "../src/stage.ts";
import { planted } from "./support/planting.ts";

// Each of them starts and ends a world, and waits most of its time.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 2 });

/** What the judge finds when two guests, one at each replica, are shown out while people talk. Nothing heals what is lost. */
async function found(fault?: string): Promise<string[]> {
  const kinds = new Set<string>();
  const scenario = {
    name: "shown-out-once",
    says: "two people are shown out",
    world: { env: { POSITION_TICK_MS: "3600000", ...planted(fault) } },
    async run(stage: Stage) {
      const [owner, ...others] = await stage.crowd(4, { rooms: [] });
      if (owner === undefined) return;
      await owner.chat.createRoom({ room: "den", kind: "private" });
      for (const { account } of others) await owner.chat.invite("den", { user: account.id });
      const guests = others.slice(0, 2).map(device => {
        const now = () => performance.now();
        return new Guest({ device, room: "den", kind: "private", owner, alias: `${device.name}-aside`, now });
      });
      const { replicas } = stage.world;
      const outsiders = guests.map((guest, index) => {
        return new Outsider(replicas[index]?.socketUrl ?? "", guest, stage.job(`${guest.device.name}-aside`));
      });
      await Promise.all(outsiders.map(outsider => outsider.open()));
      const showOut = () => Promise.all(guests.map(guest => guest.goOut("remove")));
      await stage.underLoad([owner], () => pause(300).then(showOut), { rooms: ["den"], seconds: 1.5, perSecond: 5 });
      await owner.answered();
      const standings = guests.map(({ standing }) => standing);
      // Who hears too much hears it a moment later.
      await pause(300);
      for (const outsider of outsiders) outsider.close();
      for (const { kind } of judgeMembership(stage.tapes, standings, { hearMs: 0 })) kinds.add(kind);
    },
  };
  const { failure } = await runScenario(scenario, { seed: 1, isShort: true, patience: 500 });
  expect(failure).toBeNull();
  return [...kinds];
}

it.concurrent("finds nothing wrong where those who are shown out hear it on every replica", async () => {
  expect(await found()).toEqual([]);
});

it.concurrent("goes red when the other replicas are not told who was shown out", async () => {
  expect(await found("lost-exits.ts")).toEqual(["overheard"]);
});
