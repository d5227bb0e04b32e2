import { describe, expect, it } from "vitest";
import { seeded } from "./random.ts";
import { atRandom, steadily } from "./schedule.ts";

describe("a steady schedule", () => {
  it("begins at once, keeps its pace whenever it is asked, and ends", () => {
    const schedule = steadily(10, 5);
    expect([0, 99, 100, 350, 360, 9_000, 9_001].map(at => schedule.due(at))).toEqual([1, 0, 1, 2, 0, 1, 0]);
  });
});

describe("a schedule at random", () => {
  const times = (seed: number): number[] => {
    const schedule = atRandom(50, seeded(seed));
    return Array.from({ length: 1_000 }, (_, tick) => schedule.due(tick * 10));
  };

  it("is the same for the same seed, and another for another", () => {
    expect(times(7)).toEqual(times(7));
    expect(times(7)).not.toEqual(times(8));
  });

  it("keeps its pace on average, with pauses and bursts", () => {
    const all = times(1);
    const sum = all.reduce((total, due) => total + due, 0);
    expect(sum).toBeGreaterThan(430);
    expect(sum).toBeLessThan(570);
    expect(Math.max(...all)).toBeGreaterThan(1);
  });

  it("makes up for the time in which nobody asked", () => {
    const [often, seldom] = [atRandom(50, seeded(3)), atRandom(50, seeded(3))];
    const sum = [100, 200, 300].reduce((total, at) => total + often.due(at), 0);
    expect(seldom.due(300)).toBe(sum);
  });

  it("is never due at a pace of zero", () => {
    expect(atRandom(0, seeded(1)).due(1e9)).toBe(0);
  });
});
