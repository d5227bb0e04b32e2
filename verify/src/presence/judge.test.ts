import { describe, expect, it } from "vitest";
import type { Line } from "../record.ts";
import { describePresence, judgePresence, type PresenceVerdict, type Sighting } from "./judge.ts";

const rules = { graceMs: 4, arriveMs: 2, departMs: 10 };
const end = 100;

/** A device: online from and to, in turns. */
const device = (...times: number[]): Line[] =>
  times.map((at, index) => (index % 2 === 0 ? { type: "online", at, replica: "r" } : { type: "lost", at }));
/** Whom a watcher was shown from when on; null where it was away. */
const saw = (...sightings: [at: number, ...online: string[]][]): Sighting[] =>
  sightings.map(([at, ...online]) => ({ at, online: new Set(online), count: online.length }));
const blind = (at: number): Sighting => ({ at, online: null, count: 0 });

function judge(people: Record<string, Line[][]>, sightings: Sighting[]): PresenceVerdict {
  return judgePresence(
    { people: new Map(Object.entries(people)), watchers: [{ watcher: "w", sightings }], end },
    rules,
  );
}
const kinds = (people: Record<string, Line[][]>, sightings: Sighting[]) =>
  judge(people, sightings).violations.map(({ kind, user, from, to }) => `${kind} ${user} ${from}-${to}`);

describe("nothing is wrong", () => {
  it("where everybody is shown soon after they came, and no longer soon after they went", () => {
    const sightings = saw([0], [11, "ada"], [12, "ada", "bob"], [47, "bob"]);
    expect(judge({ ada: [device(10, 40)], bob: [device(10)] }, sightings)).toEqual({ violations: [], rightAfter: 7 });
  });

  it("where somebody is away for less than the grace, or has another tab", () => {
    expect(kinds({ ada: [device(0, 40, 44)] }, saw([0, "ada"]))).toEqual([]);
    expect(kinds({ ada: [device(0, 40), device(20)] }, saw([0, "ada"]))).toEqual([]);
  });

  it("where others know of a connection before its client does", () => {
    expect(kinds({ ada: [device(10)] }, saw([0], [9, "ada"]))).toEqual([]);
  });

  it("while a watcher is away, or has just come", () => {
    const sightings = [...saw([0, "ada"]), blind(20), ...saw([60, "ada"], [61, "bob"])];
    expect(kinds({ ada: [device(0, 30)], bob: [device(40)] }, sightings)).toEqual([]);
  });
});

describe("somebody is missing", () => {
  it("who is not shown soon enough, or never", () => {
    expect(kinds({ ada: [device(10)] }, saw([0], [13, "ada"]))).toEqual(["missing ada 10-13"]);
    expect(kinds({ ada: [device(10)] }, saw([0]))).toEqual(["missing ada 10-100"]);
  });

  it("who flickers, however shortly", () => {
    expect(kinds({ ada: [device(0)] }, saw([0, "ada"], [50], [51, "ada"]))).toEqual(["missing ada 50-51"]);
    expect(kinds({ ada: [device(0, 40, 43)] }, saw([0, "ada"], [42], [43, "ada"]))).toEqual(["missing ada 42-43"]);
    expect(kinds({ ada: [device(0, 40, 60)] }, saw([0, "ada"], [45], [60, "ada"], [63], [64, "ada"]))).toEqual([
      "missing ada 63-64",
    ]);
  });

  it("whom a watcher that came back does not see soon enough", () => {
    const sightings = [...saw([0, "ada"]), blind(20), ...saw([30], [33, "ada"])];
    expect(kinds({ ada: [device(0)] }, sightings)).toEqual(["missing ada 30-33"]);
  });
});

describe("there is a ghost", () => {
  it("of somebody who went too long ago", () => {
    expect(kinds({ ada: [device(0, 40)] }, saw([0, "ada"], [51]))).toEqual(["ghost ada 40-51"]);
    expect(kinds({ ada: [device(0, 40)] }, saw([0, "ada"], [50]))).toEqual([]);
  });

  it("of somebody who comes back into the list alone", () => {
    expect(kinds({ ada: [device(0, 40)] }, saw([0, "ada"], [45], [60, "ada"], [61]))).toEqual(["ghost ada 60-61"]);
  });

  it("that a watcher sees who comes long after", () => {
    expect(kinds({ ada: [device(0, 40)] }, [blind(0), ...saw([60, "ada"], [63])])).toEqual(["ghost ada 60-63"]);
  });
});

it("lets a watcher who has just come have another number for a moment", () => {
  const shown = new Set(["ada"]);
  const sightings = [
    { at: 0, online: shown, count: 2 },
    { at: 2, online: shown, count: 1 },
  ];
  expect(kinds({ ada: [device(0)] }, sightings)).toEqual([]);
});

it("counts what is listed", () => {
  const [first, ...others] = judge({ ada: [device(0)] }, [{ at: 0, online: new Set(["ada"]), count: 2 }]).violations;
  expect(others).toEqual([]);
  expect(first && describePresence(first)).toBe("miscounted: 2 for 1, as w was told, from 0.0 s to 0.1 s");
});
