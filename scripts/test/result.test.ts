import { describe, expect, it } from "vitest";
import { check, tests, total } from "./result.ts";

describe("the sum of all steps", () => {
  it("counts a check as one, and tests each", () => {
    const results = [check(true), check(false), tests(1, { passed: 7, failed: 2 })];
    expect(total(results)).toEqual({ passed: 8, failed: 3 });
  });

  it("counts a runner that failed without a failed test", () => {
    expect(tests(1, { passed: 7, failed: 0 })).toEqual({ passed: 7, failed: 1 });
  });

  it("counts a runner that found no test as failed", () => {
    expect(tests(0, { passed: 0, failed: 0 })).toEqual({ passed: 0, failed: 1 });
  });
});
