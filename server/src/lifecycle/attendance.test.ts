import { HubbubError } from "@hubbub/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Absent, Attendance } from "./attendance.ts";
import { systemClock } from "./system-clock.ts";

const away = () => Promise.reject(new HubbubError("unavailable", "away"));
const user = { id: "ada", name: "Ada" };
const facts = { id: "c1", user, since: 1, isIdle: false, saysAway: false };
const ada: Absent = { ...facts, rooms: ["den"] };

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe("attendance", () => {
  const setUp = () => {
    const presence = {
      register: vi.fn(async () => ({ saysAway: false })),
      registerAnew: vi.fn(async () => {}),
      unregister: vi.fn(async () => ({ wasKnown: true })),
      settle: vi.fn(async () => {}),
    };
    const onForgotten = vi.fn();
    const attendance = new Attendance({ presence, clock: systemClock, graceMs: 100, onForgotten });
    return { presence, attendance, onForgotten };
  };

  it("takes a connection out only after the grace", async () => {
    const { presence, attendance } = setUp();
    attendance.depart(ada);
    await vi.advanceTimersByTimeAsync(99);
    expect(presence.unregister).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(presence.unregister).toHaveBeenCalledExactlyOnceWith(ada, expect.any(Number));
  });

  it("takes out later whom it could not take out while Redis was away", async () => {
    const { presence, attendance } = setUp();
    presence.unregister.mockImplementationOnce(away);
    attendance.depart(ada);
    await vi.advanceTimersByTimeAsync(100);
    await attendance.catchUp();
    expect(presence.unregister).toHaveBeenCalledTimes(2);
    await attendance.catchUp();
    expect(presence.unregister).toHaveBeenCalledTimes(2);
  });

  it("takes nobody out in the middle of their registration, or it would bring them back for ever", async () => {
    const { presence, attendance } = setUp();
    const [came, changed] = [Promise.withResolvers<{ saysAway: boolean }>(), Promise.withResolvers<void>()];
    presence.register.mockReturnValueOnce(came.promise);
    presence.registerAnew.mockReturnValueOnce(changed.promise);
    const arrivals = [attendance.arrive(ada), attendance.restore(ada)];
    attendance.depart(ada);
    await vi.advanceTimersByTimeAsync(100);
    changed.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(presence.unregister).not.toHaveBeenCalled();
    came.resolve({ saysAway: true });
    expect(await Promise.all(arrivals)).toEqual([{ saysAway: true }, undefined]);
    await vi.advanceTimersByTimeAsync(0);
    expect(presence.unregister).toHaveBeenCalledOnce();
  });

  it("takes out whose registration failed", async () => {
    const { presence, attendance } = setUp();
    presence.register.mockImplementationOnce(away);
    await expect(attendance.arrive(ada)).rejects.toThrow("away");
    attendance.depart(ada);
    await vi.advanceTimersByTimeAsync(100);
    expect(presence.unregister).toHaveBeenCalledOnce();
  });

  it("does again what Redis may have left undone", async () => {
    const { presence, attendance } = setUp();
    await attendance.catchUp();
    expect(presence.settle).toHaveBeenCalledOnce();
  });

  it("settles when every grace is over, even while Redis is away", async () => {
    const { presence, attendance } = setUp();
    presence.unregister.mockImplementation(away);
    attendance.depart(ada);
    const settled = attendance.settled();
    await vi.advanceTimersByTimeAsync(100);
    await settled;
  });

  it("hurries at the end of a drain", async () => {
    const { presence, attendance } = setUp();
    attendance.depart(ada);
    await attendance.hurry();
    expect(presence.unregister).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(presence.unregister).toHaveBeenCalledOnce();
  });

  it("registers those anew who are in their grace, and takes them out at its end", async () => {
    const { presence, attendance } = setUp();
    attendance.depart(ada);
    expect(attendance.absent).toEqual([ada]);
    await attendance.restoreAbsent();
    expect(presence.registerAnew).toHaveBeenCalledExactlyOnceWith(facts);
    await vi.advanceTimersByTimeAsync(100);
    expect(presence.unregister).toHaveBeenCalledOnce();
    await attendance.restoreAbsent();
    expect(presence.registerAnew).toHaveBeenCalledOnce();
    expect(attendance.absent).toEqual([]);
  });

  it("registers nobody anew who is being taken out: they would stay for ever", async () => {
    const { presence, attendance } = setUp();
    const taken = Promise.withResolvers<{ wasKnown: boolean }>();
    presence.unregister.mockReturnValueOnce(taken.promise);
    attendance.depart(ada);
    await vi.advanceTimersByTimeAsync(100);
    await attendance.restoreAbsent();
    expect(presence.registerAnew).not.toHaveBeenCalled();
    taken.resolve({ wasKnown: true });
  });

  it("tells that Redis forgot somebody, who is registered anew and taken out again", async () => {
    const { presence, attendance, onForgotten } = setUp();
    presence.unregister.mockResolvedValueOnce({ wasKnown: false });
    attendance.depart(ada);
    await vi.advanceTimersByTimeAsync(100);
    expect(onForgotten).toHaveBeenCalledOnce();
    await attendance.restoreAbsent();
    await attendance.catchUp();
    expect(presence.registerAnew).toHaveBeenCalledOnce();
    expect(presence.unregister).toHaveBeenCalledTimes(2);
    expect(attendance.absent).toEqual([]);
  });
});
