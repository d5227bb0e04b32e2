import { HubbubError } from "@hubbub/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { drainConnections } from "./drain.ts";
import { Positions } from "./positions.ts";
import { Repeating } from "./repeating.ts";
import { systemClock } from "./system-clock.ts";
import { within } from "./within.ts";

const away = () => Promise.reject(new HubbubError("unavailable", "away"));

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe("something repeated", () => {
  const setUp = (run: () => Promise<void>) => {
    const logger = { info: vi.fn(), warn: vi.fn() };
    return { logger, repeating: new Repeating({ name: "tick", everyMs: 10, clock: systemClock, run, logger }) };
  };

  it("never runs twice at a time, and once more where it was asked for meanwhile", async () => {
    let running = 0;
    let runs = 0;
    const { repeating } = setUp(async () => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      running -= 1;
      runs += 1;
    });
    await Promise.all([repeating.now(), repeating.now(), repeating.now()]);
    expect(runs).toBe(2);
    await repeating.stop();
    await vi.advanceTimersByTimeAsync(100);
    expect(runs).toBe(2);
  });

  it("logs a row of failures once, and its end", async () => {
    const run = vi
      .fn(async () => {})
      .mockRejectedValueOnce(new Error("a"))
      .mockRejectedValueOnce(new Error("b"));
    const { repeating, logger } = setUp(run);
    await repeating.now();
    await vi.advanceTimersByTimeAsync(25);
    expect(run).toHaveBeenCalledTimes(3);
    expect(logger.warn).toHaveBeenCalledOnce();
    expect(logger.info).toHaveBeenCalledOnce();
    await repeating.stop();
  });

  it("leaves it to the store to tell that Redis is away", async () => {
    const { repeating, logger } = setUp(away);
    await repeating.now();
    expect(logger.warn).not.toHaveBeenCalled();
    await repeating.stop();
  });
});

describe("positions", () => {
  it("tell the heads that moved, and those of rooms that are new here", async () => {
    const heads = new Map([["den", { epoch: "e", seq: 1 }]]);
    const told: string[] = [];
    const positions = new Positions({
      log: { heads: async () => new Map(heads) },
      roomsHere: () => ["den", "hall"],
      tellHeadHere: (room, { epoch, seq }) => told.push(`${room} ${epoch} ${seq}`),
    });
    await positions.tell();
    await positions.tell();
    heads.set("den", { epoch: "e", seq: 2 });
    heads.set("hall", { epoch: "e", seq: 7 });
    await positions.tell();
    heads.set("den", { epoch: "f", seq: 2 });
    await positions.tell();
    expect(told).toEqual(["den e 1", "den e 2", "hall e 7", "den f 2"]);
  });
});

describe("a drain", () => {
  it("closes in batches, each connection after its last ack", async () => {
    const closed: number[] = [];
    const slow = Promise.withResolvers<void>();
    const connections = Array.from({ length: 30 }, (_, n) => ({
      idle: () => (n === 0 ? slow.promise : Promise.resolve()),
      closeTransport: () => void closed.push(n),
    }));
    const done = drainConnections({ connections, clock: systemClock, random: () => 0.5, longestMs: 1_000 });
    await vi.advanceTimersByTimeAsync(99);
    expect(closed).toHaveLength(9);
    await vi.advanceTimersByTimeAsync(1);
    expect(closed).toHaveLength(19);
    await vi.advanceTimersByTimeAsync(100);
    expect(closed).toHaveLength(29);
    slow.resolve();
    await done;
    expect(closed.at(-1)).toBe(0);
  });

  it("sends as many at once as it must, to be done in time", async () => {
    let closed = 0;
    const closeTransport = () => {
      closed += 1;
    };
    const connection = { idle: async () => {}, closeTransport };
    const connections = Array.from({ length: 1_000 }, () => connection);
    const done = drainConnections({ connections, clock: systemClock, random: () => 0.5, longestMs: 500 });
    await vi.advanceTimersByTimeAsync(399);
    expect(closed).toBe(800);
    await vi.advanceTimersByTimeAsync(1);
    await done;
    expect(closed).toBe(1_000);
  });

  it("is over at its deadline, whatever is left", async () => {
    const result = within(systemClock, 50, new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(50);
    expect(await result).toBe(false);
    expect(await within(systemClock, 50, Promise.resolve())).toBe(true);
  });
});
