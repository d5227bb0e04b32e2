import { describe, expect, it, vi } from "vitest";
import { createMetrics } from "../metrics.ts";
import { Figures } from "./figures.ts";
import { Pusher } from "./pusher.ts";
import { quantileBetween } from "./quantile.ts";

const infinity = Number.POSITIVE_INFINITY;
const buckets = (...counts: [bound: number, count: number][]) => new Map(counts);

describe("a quantile of what was observed meanwhile", () => {
  const before = buckets([0.1, 5], [1, 10], [infinity, 10]);

  it("lies within the bucket that has it", () => {
    const after = buckets([0.1, 15], [1, 30], [infinity, 30]);
    expect(quantileBetween(before, after, 0.5)).toBe(0.1);
    expect(quantileBetween(before, after, 0.75)).toBeCloseTo(0.55);
    expect(quantileBetween(new Map(), after, 0.25)).toBeCloseTo(0.05);
  });

  it("is the last bound for what is beyond", () => {
    expect(quantileBetween(before, buckets([0.1, 5], [1, 10], [infinity, 99]), 0.99)).toBe(1);
  });

  it("is none where nothing was observed", () => {
    expect(quantileBetween(before, before, 0.5)).toBeNull();
    expect(quantileBetween(new Map(), new Map(), 0.5)).toBeNull();
  });
});

function setUp() {
  const metrics = createMetrics();
  const figures = new Figures(metrics.registry, { eventLoopLag: () => 0.012, memory: () => 5e7 });
  /** The timers, of which the next runs when it is called. */
  const timers: { ms: number; run: () => void }[] = [];
  const clock = {
    now: () => 1_000,
    after: (ms: number, run: () => void) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  };
  const put = vi.fn<(figures: readonly { name: string; value: number }[], at: number) => Promise<void>>(async () => {});
  const close = vi.fn();
  const logger = { info: vi.fn(), warn: vi.fn() };
  const open = vi.fn(async () => ({ put, close }));
  const pusher = new Pusher({ figures, open, clock, logger });
  const arrived = async (count: number) => {
    await vi.waitFor(() => expect(put).toHaveBeenCalledTimes(count));
    await vi.waitFor(() => expect(timers).toHaveLength(1));
    return Object.fromEntries(put.mock.lastCall?.[0].map(({ name, value }) => [name, value]) ?? []);
  };
  const minutePasses = () => timers.shift()?.run();
  return { metrics, pusher, put, close, logger, open, timers, arrived, minutePasses };
}

describe("a push of metrics", () => {
  it("tells each minute how it is, and what happened since the last time", async () => {
    const { metrics, pusher, put, timers, arrived, minutePasses } = setUp();
    metrics.connectionOpened();
    metrics.connectionOpened();
    metrics.watch({ isReady: () => true, isRedisUp: () => true });
    pusher.start();
    const first = await arrived(1);
    expect(put).toHaveBeenCalledWith(expect.anything(), 1_000);
    expect(first).toEqual({
      Connections: 2,
      RedisUp: 1,
      EventLoopLagP99: 0.012,
      Memory: 5e7,
      Connects: 2,
      Disconnects: 0,
      MessagesAccepted: 0,
      MessagesDelivered: 0,
    });
    metrics.connectionClosed("transport close");
    metrics.appended("text", "appended");
    metrics.delivered(30, [0.0015, 0.0015]);
    metrics.answered("message:send", null, 0.15);
    metrics.answered("room:join", null, 0.0005);
    expect(timers.map(({ ms }) => ms)).toEqual([60_000]);
    minutePasses();
    expect(await arrived(2)).toMatchObject({
      Connections: 1,
      Connects: 0,
      Disconnects: 1,
      MessagesAccepted: 1,
      MessagesDelivered: 60,
      AckP50: 0.001,
      AckP99: expect.closeTo(0.198),
      DeliveryP99: expect.closeTo(0.00199),
    });
  });

  it("that fails is told with the next one, and logged once an outage", async () => {
    const { metrics, pusher, put, logger, arrived, minutePasses } = setUp();
    put.mockRejectedValueOnce(new Error("no route")).mockRejectedValueOnce(new Error("no route"));
    metrics.connectionOpened();
    pusher.start();
    await arrived(1);
    metrics.connectionOpened();
    minutePasses();
    await arrived(2);
    expect(logger.warn).toHaveBeenCalledOnce();
    minutePasses();
    expect(await arrived(3)).toMatchObject({ Connects: 2 });
    await vi.waitFor(() => expect(logger.info).toHaveBeenCalledOnce());
    minutePasses();
    expect(await arrived(4)).toMatchObject({ Connects: 0 });
  });

  it("comes once more at the end, and waits for it only so long", async () => {
    const { pusher, put, close, timers, arrived } = setUp();
    pusher.start();
    await arrived(1);
    await pusher.stop(500);
    expect(put).toHaveBeenCalledTimes(2);
    expect(close).toHaveBeenCalledOnce();
    expect(timers).toEqual([]);

    const stuck = setUp();
    stuck.put.mockReturnValue(new Promise(() => {}));
    const stopped = stuck.pusher.stop(500);
    await vi.waitFor(() => expect(stuck.timers.map(({ ms }) => ms)).toEqual([500]));
    stuck.minutePasses();
    await stopped;
    expect(stuck.close).toHaveBeenCalledOnce();
  });

  it("tries again to open where it may go", async () => {
    const { pusher, open, arrived, minutePasses, timers, logger } = setUp();
    open.mockRejectedValueOnce(new Error("no such package"));
    pusher.start();
    await vi.waitFor(() => expect(timers).toHaveLength(1));
    expect(logger.warn).toHaveBeenCalledOnce();
    minutePasses();
    await arrived(1);
  });
});
