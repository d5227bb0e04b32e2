import { expect, it } from "vitest";
import { plans } from "./plan.ts";
import { report } from "./report.ts";
import type { Samples } from "./run.ts";

const quantiles = { p50: 1, p99: 2 };

/** Two rounds, in which a delivery cost `cpu` µs and the storm `backMs`. */
function samples(cpu: readonly [number, number], backMs: number): Samples {
  const load = {
    sent: 1,
    acked: 1,
    delivered: 1,
    share: 1,
    redisCpuMicros: 0,
    ackMs: quantiles,
    deliveryMs: quantiles,
  };
  return {
    idle: [{ connections: 10, bytesPerConnection: 19_000 }],
    storms: [{ clients: 10, backMs, cpuMsPerClient: 1, coreBackMs: null }],
    loads: plans.short.perSecond.flatMap(perSecond => cpu.map(cpuMicros => ({ ...load, perSecond, cpuMicros }))),
  };
}

it("compares within a round, and says what was reached", () => {
  const job = (perSecond: number) => ({ perSecond, cpuMicros: 1, redisCpuMs: 1 });
  const jobs = { emitter: [job(30), job(40)], floor: [job(50), job(50)] };
  const results = { hubbub: samples([1, 4], 500), stock: samples([2, 4], 100), raw: samples([1, 1], 50), jobs };
  const circumstances = { machine: "a machine", plan: plans.short, began: new Date(0), loadBefore: 0.5 };
  const text = report(results, circumstances);
  expect(text).toContain("| 50/s: server CPU a delivery, µs | 2.50 | 3.00 | 1.00 |");
  expect(text).toContain("| CPU a delivery at 50/s, Hubbub / stock | 0.75 | ≤ 1.15 | yes |");
  expect(text).toContain("| KB RSS an idle connection, Hubbub | 19.00 | ≤ 20 | yes |");
  expect(text).toContain("| storm, Hubbub recovered / stock reconnected | 5.00 | ≤ 2 | no |");
  expect(text).toContain("| receipted messages a second of one emitter / XADD + PUBLISH | 0.70 | ≥ 0.5 | yes |");
});
