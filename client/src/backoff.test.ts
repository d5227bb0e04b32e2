import { describe, expect, it } from "vitest";
import { seededRandom } from "../test/support/random.ts";
import { backoff } from "./backoff.ts";

/** When the first try after an absence comes, in ms after its end. */
function wait(absence: number, random: () => number): number {
  let at = 0;
  for (let failures = 1; at < absence; failures += 1) at += backoff(failures, random());
  return at - absence;
}

describe("the wait before the next try", () => {
  it("is random from the first on, and bounded", () => {
    expect([backoff(1, 0), backoff(1, 0.999), backoff(40, 0), backoff(40, 0.999)]).toEqual([100, 500, 100, 4_995]);
  });

  it("is below two seconds for 99 of 100 clients that were away for two", () => {
    const random = seededRandom(1);
    const waits = Array.from({ length: 1_000 }, () => wait(2_000, random)).sort((a, b) => a - b);
    expect(waits[990]).toBeLessThan(1_500);
  });
});
