import { describe, expect, it } from "vitest";
import { drawChart } from "./chart.ts";
import { clockTime, linear, logarithmic, timeScale, written } from "./scale.ts";
import { element, label, polyline } from "./svg.ts";

describe("a scale", () => {
  it.each([
    [[20_000], [0, 5_000, 10_000, 15_000, 20_000]],
    [[7], [0, 2, 4, 6, 8]],
    [[1], [0, 0.5, 1]],
    [[], [0, 0.5, 1]],
    [
      [Number.NaN, 130],
      [0, 50, 100, 150],
    ],
  ])("goes from zero to a round number above %j", (values, ticks) => {
    expect(linear(values).ticks).toEqual(ticks);
    expect(linear(values).at(ticks.at(-1) ?? 0)).toBe(1);
  });

  it("has every round number between the least and the most, or the decades where they would be too many", () => {
    expect(logarithmic([3, 40]).ticks).toEqual([2, 5, 10, 20, 50]);
    expect(logarithmic([3, 9_000]).ticks).toEqual([1, 10, 100, 1_000, 10_000]);
    expect(logarithmic([5, 5]).ticks).toEqual([5, 10]);
    expect(logarithmic([]).ticks).toEqual([1, 2, 5, 10]);
    expect(logarithmic([10, 1_000]).at(100)).toBeCloseTo(0.5);
  });

  it("names times that a person would", () => {
    expect(timeScale(95).ticks).toEqual([0, 15, 30, 45, 60, 75, 90]);
    expect([5, 90, 3_661].map(clockTime)).toEqual(["0:05", "1:30", "1:01:01"]);
    expect([12_000, 0.5].map(written)).toEqual(["12,000", "0.5"]);
  });
});

describe("svg", () => {
  it("is escaped, and no longer than it has to be", () => {
    expect(label(1.04, 2, `<"&>`)).toBe('<text x="1" y="2">&lt;&quot;&amp;&gt;</text>');
    expect(element("g", { class: '"' })).toBe('<g class="&quot;"/>');
  });

  it("has a gap where nothing is known, and a dot where one value stands alone", () => {
    const none = Number.NaN;
    const values = [1, 2, none, 4, none, none, 7];
    expect(polyline(values.map((value, x) => [x, value]))).toBe("M0 1L1 2M3 4h0M6 7h0");
  });
});

describe("a chart", () => {
  const panel = { title: "Delivery", unit: "ms", scale: "logarithmic", height: 100 } as const;
  const svg = drawChart({
    ...{ title: "Users", subtitle: "of a day", times: [1, 2, 3] },
    panels: [
      { ...panel, series: [1, 2].map(name => ({ name: `p${name}`, values: [1, 10, 100] })) },
      { ...panel, scale: "linear", title: "Messages", unit: "a second", series: [{ name: "sent", values: [] }] },
    ],
  });

  it("names its axes with their units, and its lines where there are several", () => {
    for (const text of ["Delivery, ms", "Messages, a second", ">p1<", ">p2<", ">100<", ">0:03<"])
      expect(svg).toContain(text);
    expect(svg).not.toContain(">sent<");
  });

  it("suits light and dark readers", () => {
    expect(svg).toContain("prefers-color-scheme:dark");
  });

  it("draws a value where its scale has it", () => {
    // From 1 at the bottom of the panel to 100 at its top, the middle is 10.
    const [, path = ""] = /class="line s0" d="(M[^"h]*L[^"]*)"/.exec(svg) ?? [];
    const [bottom = 0, middle = 0, top = 0] = [...path.matchAll(/[ML]\S+ (\S+?)(?=L|$)/g)].map(([, y]) => Number(y));
    expect(bottom - top).toBe(100);
    expect(middle).toBe((bottom + top) / 2);
  });
});
