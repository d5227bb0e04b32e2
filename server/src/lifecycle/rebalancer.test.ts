import { beforeEach, describe, expect, it, vi } from "vitest";
import { Rebalancer } from "./rebalancer.ts";
import { systemClock } from "./system-clock.ts";

const beatMs = 2_000;
/** The middle of each tenth of the range, in turn. */
const lots = () => {
  let lot = 0;
  return () => ((lot++ % 10) + 0.5) / 10;
};
const standing = (connections: number) => ({ connections, most: 20_000, isDraining: false });

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe("a rebalancer", () => {
  const setUp = (rebalances = true) => {
    const end = vi.fn();
    const connections = new Set(
      Array.from({ length: 100 }, () => ({ since: 0, askedAt: 0, isAtRest: true, end: () => end() })),
    );
    const telemetry = { rebalanced: vi.fn() };
    const rebalancer = new Rebalancer({
      ...{ connections, telemetry, clock: systemClock, random: lots(), beatMs, rebalances },
    });
    const look = () => rebalancer.look(standing(connections.size), [standing(0)]);
    /** Until it would have begun. */
    const begin = async () => {
      for (let beat = 0; beat < 9; beat += 1) {
        look();
        await vi.advanceTimersByTimeAsync(beatMs);
      }
    };
    return { rebalancer, connections, end, telemetry, look, begin };
  };

  it("spreads those that it asks over the time until the next beat", async () => {
    const { end, telemetry, look, begin } = setUp();
    await begin();
    end.mockClear();
    look();
    await vi.advanceTimersByTimeAsync(beatMs / 2);
    expect(end).toHaveBeenCalledTimes(10);
    await vi.advanceTimersByTimeAsync(beatMs);
    expect(end).toHaveBeenCalledTimes(20);
    expect(telemetry.rebalanced).toHaveBeenLastCalledWith(1);
  });

  it("passes over who began to ask something meanwhile, and asks nobody once it is stopped", async () => {
    const { rebalancer, connections, end, look, begin } = setUp();
    await begin();
    end.mockClear();
    look();
    for (const connection of connections) connection.isAtRest = false;
    await vi.advanceTimersByTimeAsync(beatMs);
    expect(end).not.toHaveBeenCalled();
    for (const connection of connections) connection.isAtRest = true;
    look();
    rebalancer.stop();
    await vi.advanceTimersByTimeAsync(beatMs);
    expect(end).not.toHaveBeenCalled();
  });

  it("asks nobody without a beat, nor where it is switched off", async () => {
    const { end, begin } = setUp();
    await begin();
    end.mockClear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(end).not.toHaveBeenCalled();
    const off = setUp(false);
    await off.begin();
    await off.begin();
    expect(off.end).not.toHaveBeenCalled();
  });
});
