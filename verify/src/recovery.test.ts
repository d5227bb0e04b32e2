import { describe, expect, it } from "vitest";
import { historyOf, studio } from "../test/support/tapes.ts";
import { percentile, recoveryTimes } from "./recovery.ts";

describe("a recovery", () => {
  it("lasts from the loss until everything acked before the return was told", () => {
    const { tape } = studio();
    const [ada, bob] = [tape("ada").entered(), tape("bob").entered().online()];
    bob.does("lost");
    ada.says("a1", 1).says("a2", 2);
    bob.online().pause(50).hears("a1", 1).pause(50).hears("a2", 2);
    expect(recoveryTimes(historyOf(ada, bob))).toEqual([107]);
  });

  it("ends with the connection where nothing was missed", () => {
    const bob = studio().tape("bob").entered().online().does("lost").pause(10).online();
    expect(recoveryTimes(historyOf(bob))).toEqual([11]);
  });

  it("does not count the time in which there was no way", () => {
    const bob = studio().tape("bob").entered().online().does("lost").pause(2_000).does("reachable").pause(9).online();
    expect(recoveryTimes(historyOf(bob))).toEqual([10]);
  });

  it("goes on when the connection is lost again before all is told", () => {
    const { tape } = studio();
    const [ada, bob] = [tape("ada").entered(), tape("bob").entered().online()];
    bob.does("lost");
    ada.says("a1", 1);
    bob.online().does("lost").pause(10).online().hears("a1", 1);
    expect(recoveryTimes(historyOf(ada, bob))).toEqual([16]);
  });
});

describe("a percentile", () => {
  it("is a value that was measured", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99)]).toEqual([50, 99, 7]);
    expect(percentile([], 0.5)).toBeNull();
  });
});
