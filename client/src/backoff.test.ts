import { describe, expect, it } from "vitest";
import { seededRandom } from "../test/support/random.ts";
import { backoff } from "./backoff.ts";

/** When the first try after an absence comes, in ms after its end: for each of 1,000 clients, the soonest first. */
function waits(absence: number): number[] {
  const random = seededRandom(1);
  const wait = () => {
    let at = 0;
    for (let failures = 1; at < absence; failures += 1) at += backoff(failures, random());
    return at - absence;
  };
  return Array.from({ length: 1_000 }, wait).sort((a, b) => a - b);
}

const last = (sorted: readonly number[]) => sorted.at(-1) ?? 0;

describe("the wait before the next try", () => {
  it("is random from the first on, and bounded", () => {
    expect([backoff(1, 0), backoff(1, 0.999), backoff(100, 0), backoff(100, 0.999)]).toEqual([100, 500, 100, 4_995]);
  });

  it("is at most a second for who was away for two, and two for who was away for ten", () => {
    expect(last(waits(2_000))).toBeLessThan(1_000);
    expect(last(waits(10_000))).toBeLessThan(2_000);
  });

  it("spreads a crowd that was away for a minute", () => {
    const sorted = waits(60_000);
    expect(sorted.filter(ms => ms < 1_000).length).toBeLessThan(500);
    expect(last(sorted)).toBeGreaterThan(4_000);
  });
});
