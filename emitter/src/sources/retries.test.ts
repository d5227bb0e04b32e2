import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { backoff, waitBeforeRetry } from "./retries.ts";

const rules = { tries: 3, random: () => 0 };
const failure = (...given: ConstructorParameters<typeof HubbubError>) => new HubbubError(...given).toWire();

describe("a call that failed", () => {
  it("is not tried again where that is of no use", () => {
    expect(waitBeforeRetry(failure("not_found", "No such room."), 1, rules)).toBeNull();
  });

  it("is tried without end while Redis is away", () => {
    expect(waitBeforeRetry(failure("unavailable", "Away."), 1_000, rules)).toBe(2_500);
  });

  it("is given up when it failed so often by a fault of ours", () => {
    expect(waitBeforeRetry(failure("internal", "Odd."), 2, rules)).toBe(100);
    expect(waitBeforeRetry(failure("internal", "Odd."), 3, rules)).toBeNull();
  });

  it("waits as long as it is asked to", () => {
    expect(waitBeforeRetry(failure("rate_limited", "Slow.", { retryAfterMs: 7_000 }), 1, rules)).toBe(7_000);
  });

  it("waits longer each time, up to 5 seconds, and never at the same time as all others", () => {
    expect([1, 2, 3, 20].map(tries => backoff(tries, () => 1))).toEqual([100, 200, 400, 5_000]);
    expect(backoff(3, () => 0)).toBe(200);
  });
});
