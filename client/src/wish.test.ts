import { HubbubError } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeEnvironment, settled } from "../test/support/fake-environment.ts";
import { Wish } from "./wish.ts";

let environment: FakeEnvironment;
let isOnline: boolean;
let told: boolean[];
let answers: (() => Promise<void>)[];
let faults: unknown[];
let changes: boolean[];
let wish: Wish;

const later = () => Promise.reject(new HubbubError("unavailable", "Redis is away"));
const never = () => new Promise<void>(() => {});

beforeEach(() => {
  environment = new FakeEnvironment();
  isOnline = true;
  [told, answers, faults, changes] = [[], [], [], []];
  wish = new Wish({
    environment,
    isOnline: () => isOnline,
    tell: value => {
      told.push(value);
      return (answers.shift() ?? (async () => {}))();
    },
    onChange: () => changes.push(wish.value),
    onFault: error => faults.push(error),
  });
});

describe("a wish", () => {
  it("is seen at once and told once", async () => {
    wish.set(true);
    wish.set(true);
    expect(wish.value).toBe(true);
    await environment.pass(60_000);
    expect([told, changes]).toEqual([[true], [true]]);
  });

  it("that changed while it was being told is told anew", async () => {
    wish.set(true);
    wish.set(false);
    await settled();
    expect(told).toEqual([true, false]);
  });

  it("is told again when a replica could not take it", async () => {
    answers = [later, later];
    wish.set(true);
    await environment.pass(10_000);
    expect(told).toEqual([true, true, true]);
    expect(faults).toEqual([]);
  });

  it("that is refused is given up, and said so", async () => {
    answers = [() => Promise.reject(new HubbubError("forbidden", "no"))];
    wish.set(true);
    await settled();
    expect([wish.value, changes, faults.length]).toEqual([false, [true, false], 1]);
  });

  it("waits for a connection", async () => {
    isOnline = false;
    wish.set(true);
    await environment.pass(60_000);
    expect(told).toEqual([]);
    isOnline = true;
    wish.resume();
    expect(told).toEqual([true]);
  });

  it("whose connection broke is told to the next one, unless that knows it", async () => {
    answers = [never, never];
    wish.set(true);
    wish.interrupt();
    wish.heard(false);
    expect(told).toEqual([true, true]);
    wish.interrupt();
    wish.heard(true);
    await environment.pass(60_000);
    expect(told).toEqual([true, true]);
  });

  it("that travels with the CONNECT need not be told", async () => {
    isOnline = false;
    wish.set(true);
    expect(wish.carry()).toBe(true);
    isOnline = true;
    wish.resume();
    expect(told).toEqual([]);
  });
});

it("follows what another device said", () => {
  wish.heard(true);
  expect([wish.value, changes]).toEqual([true, [true]]);
  wish.heard(false);
  expect([wish.value, told]).toEqual([false, []]);
});
