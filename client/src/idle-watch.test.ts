import { beforeEach, expect, it } from "vitest";
import { FakeEnvironment } from "../test/support/fake-environment.ts";
import { IdleWatch } from "./idle-watch.ts";

const afterMs = 1_000;
let environment: FakeEnvironment;
let told: boolean[];
let watch: IdleWatch;

beforeEach(() => {
  environment = new FakeEnvironment();
  told = [];
  watch = new IdleWatch({ environment, afterMs, onChange: idle => told.push(idle) });
});

it("says that nobody is there once nobody was for long enough", async () => {
  await environment.pass(999);
  expect(told).toEqual([]);
  await environment.pass(1);
  expect(told).toEqual([true]);
  await environment.pass(10_000);
  expect(told).toEqual([true]);
});

it("counts from the last input", async () => {
  for (let input = 0; input < 5; input += 1) {
    await environment.pass(900);
    watch.input();
  }
  expect(told).toEqual([]);
  await environment.pass(1_000);
  expect(told).toEqual([true]);
});

it("says at once that somebody is back, and begins anew", async () => {
  await environment.pass(1_000);
  watch.input();
  expect(told).toEqual([true, false]);
  await environment.pass(1_000);
  expect(told).toEqual([true, false, true]);
});

it("is late, and never wrong, where the timers of a background tab are throttled", async () => {
  const throttled = {
    now: () => environment.now(),
    after: (ms: number, run: () => void) => environment.after(Math.max(ms, 60_000), run),
  };
  const slow = new IdleWatch({ environment: throttled, afterMs, onChange: idle => told.push(idle) });
  watch.stop();
  await environment.pass(59_500);
  slow.input();
  await environment.pass(60_000);
  expect(told).toEqual([]);
  await environment.pass(60_000);
  expect(told).toEqual([true]);
});

it("needs one timer, however often there is input, and none once it is stopped", () => {
  for (let input = 0; input < 100; input += 1) watch.input();
  expect(environment.timers).toBe(1);
  watch.stop();
  expect(environment.timers).toBe(0);
});
