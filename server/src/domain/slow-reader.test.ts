import { expect, it } from "vitest";
import { isSlow } from "./slow-reader.ts";

const bound = 1_000;

it("takes for slow who keeps more than the bound waiting and reads nothing", () => {
  expect(isSlow({ waiting: 1_001, taken: 50 }, { waiting: 1_001, taken: 50 }, bound)).toBe(true);
});

it("takes for slow whose backlog grows faster than they read", () => {
  expect(isSlow({ waiting: 5_000, taken: 950 }, { waiting: 1_500, taken: 50 }, bound)).toBe(true);
});

it("leaves alone who stays within the bound, however little they read", () => {
  expect(isSlow({ waiting: 1_000, taken: 0 }, { waiting: 1_000, taken: 0 }, bound)).toBe(false);
});

it("gives a large answer that was only just written its time", () => {
  expect(isSlow({ waiting: 50_000, taken: 10 }, { waiting: 0, taken: 10 }, bound)).toBe(false);
});

it("leaves alone whose backlog shrinks, however slowly", () => {
  expect(isSlow({ waiting: 49_990, taken: 20 }, { waiting: 50_000, taken: 10 }, bound)).toBe(false);
});

it("leaves alone who reads much, even while more is written", () => {
  expect(isSlow({ waiting: 60_000, taken: 1_010 }, { waiting: 50_000, taken: 10 }, bound)).toBe(false);
});
