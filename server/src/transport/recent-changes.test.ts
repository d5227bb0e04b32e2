import { expect, it } from "vitest";
import { RecentChanges } from "./recent-changes.ts";

it("tells what changed after a mark, and not what changed before it", () => {
  const changes = new RecentChanges();
  changes.note("ada");
  const mark = changes.mark;
  expect(changes.hasChangedSince(mark, ["ada"])).toBe(false);
  changes.note("bob");
  expect(changes.hasChangedSince(mark, ["ada"])).toBe(false);
  expect(changes.hasChangedSince(mark, ["ada", "bob"])).toBe(true);
});

it("takes it for granted that what it has forgotten matters", () => {
  const changes = new RecentChanges(2);
  const early = changes.mark;
  for (const subject of ["ada", "bob", "cleo"]) changes.note(subject);
  expect(changes.hasChangedSince(early, ["nobody"])).toBe(true);
  expect(changes.hasChangedSince(changes.mark, ["ada"])).toBe(false);
});

it("keeps what changed last, however often", () => {
  const changes = new RecentChanges(2);
  changes.note("ada");
  const mark = changes.mark;
  for (let times = 0; times < 5; times += 1) changes.note("ada");
  expect(changes.hasChangedSince(mark, ["ada"])).toBe(true);
  expect(changes.hasChangedSince(mark, ["bob"])).toBe(false);
});

it("has everybody look again after an outage in which changes may have been missed", () => {
  const changes = new RecentChanges();
  const mark = changes.mark;
  changes.noteAnything();
  expect(changes.hasChangedSince(mark, ["ada"])).toBe(true);
  expect(changes.hasChangedSince(changes.mark, ["ada"])).toBe(false);
});
