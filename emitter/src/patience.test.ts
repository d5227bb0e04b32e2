import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patiently } from "./patience.ts";

const patience = { ms: 3_000, refusal: "Redis is away." };

describe("patience", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("waits for Redis, then works", async () => {
    const ready = Promise.withResolvers<void>();
    const answer = patiently({ whenReady: () => ready.promise }, patience, async () => "done");
    ready.resolve();
    await expect(answer).resolves.toBe("done");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends as unavailable, and what was refused is not done later", async () => {
    const ready = Promise.withResolvers<void>();
    const work = vi.fn(async () => "done");
    const answer = patiently({ whenReady: () => ready.promise }, patience, work);
    const refused = expect(answer).rejects.toMatchObject({ code: "unavailable", message: "Redis is away." });
    await vi.advanceTimersByTimeAsync(3_000);
    await refused;
    ready.resolve();
    await vi.runAllTimersAsync();
    expect(work).not.toHaveBeenCalled();
  });

  it("does not wait longer for work that hangs", async () => {
    const answer = patiently({ whenReady: async () => {} }, patience, () => new Promise(() => {}));
    const refused = expect(answer).rejects.toMatchObject({ code: "unavailable" });
    await vi.advanceTimersByTimeAsync(3_000);
    await refused;
  });
});
