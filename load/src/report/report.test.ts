import { describe, expect, it } from "vitest";
import type { Audit, Report } from "../crew/orders.ts";
import { nothing, sum } from "../people/notes.ts";
import { Course } from "./course.ts";
import { percentilesOf } from "./latencies.ts";
import { drawRun } from "./picture.ts";
import { costOfReplicas } from "./replica-cost.ts";
import { progressLine, summary } from "./summary.ts";
import { faultsOf } from "./verdict.ts";

const report = (change: Partial<Report>): Report => ({
  ...{ online: 0, counts: nothing(), lagMs: 1, cpuMs: 0, residentBytes: 0 },
  samples: { connect: [], ack: [], delivery: [], recovery: [] },
  ...change,
});
const audit: Audit = { due: 100, lost: 0, behind: 0, absent: 0, unanswered: 0 };
const fine = {
  users: 5,
  counts: { ...nothing(), connected: 5 },
  audit,
  delivery: percentilesOf([1, 2, 3]),
  maxP99: null,
};

describe("percentiles", () => {
  it("are those of the values, to a thousandth of them", () => {
    const { p50, p90, p99, max, count } = percentilesOf(Array.from({ length: 1_000 }, (_, index) => index + 1));
    expect(count).toBe(1_000);
    for (const [value, expected] of [
      [p50, 500],
      [p90, 900],
      [p99, 990],
      [max, 1_000],
    ] as const) {
      expect(Math.abs(value - expected) / expected).toBeLessThan(0.002);
    }
  });

  it("are not known of nothing", () => {
    expect(percentilesOf([])).toEqual({ count: 0, p50: Number.NaN, p90: Number.NaN, p99: Number.NaN, max: Number.NaN });
  });
});

describe("counts", () => {
  it("add up over processes, code by code", () => {
    const one = { ...nothing(), sent: 3, refused: { unavailable: 1, ECONNREFUSED: 2 } };
    const other = { ...nothing(), sent: 4, refused: { unavailable: 5 } };
    expect(sum([one, other])).toMatchObject({ sent: 7, refused: { unavailable: 6, ECONNREFUSED: 2 }, cut: {} });
  });
});

describe("the course of a run", () => {
  const samples = { connect: [5], ack: [1], delivery: [10, 20], recovery: [] };
  const course = new Course();
  const looks = [0.1, 0.6].map(cpuSeconds => [{ cpuSeconds, residentBytes: 2e8, connections: 7 }]);
  const seconds = [1, 2, 3].map(at =>
    course.add({
      ...{ at, machinePercent: 50, replicas: looks[at - 1] ?? null },
      reports: [1, 2].map(() => report({ online: 4, counts: { ...nothing(), sent: 10 * at }, samples, cpuMs: 500 })),
    }),
  );

  it("is told second by second, all processes together", () => {
    expect(seconds.map(({ online, sentPerSecond }) => [online, sentPerSecond])).toEqual([
      [8, 20],
      [8, 20],
      [8, 20],
    ]);
    expect(course.latency("delivery")).toMatchObject({ count: 12 });
    expect(course.cost.cpuSeconds).toBe(1);
  });

  it("knows the replicas' processor time between two looks, and keeps it until the next", () => {
    expect(seconds.map(({ replicas }) => replicas[0]?.cpuPercent)).toEqual([Number.NaN, 50, 50]);
  });

  const costs = costOfReplicas(course.points, 2);

  it("tells what each replica needed", () => {
    expect(costs).toEqual([{ connections: 7, residentMb: 200, arrivingPercent: 50, servingPercent: Number.NaN }]);
    expect(costOfReplicas(course.points, -4)[0]?.servingPercent).toBe(50);
  });

  it("is shown in a line, in a table and as a picture", () => {
    const [first] = seconds;
    if (first === undefined) throw new Error("There was no second.");
    expect(progressLine(first, course, { users: 9 })).toBe(
      "   1 s · 8 of 9 online · sent 20/s · delivered 0/s · p50 10.0 ms, p99 20.0 ms",
    );
    expect(summary(course, audit, costs, [])).toContain("Nothing was lost.");
    expect(summary(course, audit, costs, ["Something was."])).toContain("✘ Something was.");
    expect(summary(course, audit, costs, [])).toContain("replica 1   7 connections, 200 MB, 50 % of a core");
    expect(drawRun("<Users>", "a day", course.points)).toContain("&lt;Users&gt;");
  });
});

describe("the verdict", () => {
  it("finds nothing where nothing is wrong", () => {
    expect(faultsOf(fine)).toEqual([]);
    expect(faultsOf({ ...fine, maxP99: 4 })).toEqual([]);
  });

  it.each([
    [{ audit: { ...audit, lost: 2, behind: 1 } }, "2 of 100 messages did not reach 1 users."],
    [{ audit: { ...audit, absent: 3 } }, "3 users are not there at the end."],
    [{ audit: { ...audit, unanswered: 4 } }, "4 messages were not answered."],
    [{ counts: { ...fine.counts, failed: { forbidden: 5 } } }, "5 messages were refused: forbidden 5."],
    [{ counts: { ...fine.counts, resyncs: 6 } }, "6 histories could not be recovered."],
    [{ users: 7 }, "2 of 7 users never came in."],
    [{ maxP99: 2 }, "A delivery took 3.0 ms (p99), and not 2 ms at most."],
    [{ maxP99: 2, delivery: percentilesOf([]) }, "A delivery took NaN ms (p99), and not 2 ms at most."],
  ])("names what is: %j", (change, fault) => {
    expect(faultsOf({ ...fine, ...change })).toEqual([fault]);
  });
});
