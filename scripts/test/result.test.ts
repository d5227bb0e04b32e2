import { describe, expect, it } from "vitest";
import { check, describeFailure, tests, total } from "./result.ts";

const none = { passed: 0, failed: 0, failures: [] };

describe("the sum of all steps", () => {
  it("counts a check as one, and tests each", () => {
    const race = { name: "a race", error: "lost" };
    const ran = tests(1, { passed: 7, failed: 1, failures: [race] }, "");
    expect(total([check("Format", null), check("Types", "TS2322"), ran])).toEqual({
      passed: 8,
      failed: 2,
      failures: [{ name: "Types", error: "TS2322" }, race],
    });
  });

  it("counts a runner that failed without a failed test, and keeps its last words", () => {
    const ran = tests(1, { ...none, passed: 7 }, "7 passed\n\nUnhandled rejection\n");
    const failures = [{ name: "a runner that ended with 1", error: "7 passed\nUnhandled rejection" }];
    expect(ran).toEqual({ passed: 7, failed: 1, failures });
  });

  it("counts a runner that found no test as failed", () => {
    expect(tests(0, none, "").failed).toBe(1);
  });
});

describe("a failure", () => {
  it("is told by its name and the first lines of its error, without colours and other people's code", () => {
    const error =
      "\u001b[31mError: lost\u001b[39m\n\n    at chat.test.ts:7:5\n    at run (node_modules/vitest/index.js:1:1)";
    expect(describeFailure({ name: "a chat", error })).toBe(
      "✘ a chat\n✘     Error: lost\n✘         at chat.test.ts:7:5",
    );
  });

  it("is told in at most twelve lines", () => {
    expect(describeFailure({ name: "a chat", error: "line\n".repeat(100) }).split("\n")).toHaveLength(13);
  });
});
