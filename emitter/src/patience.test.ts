import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patiently } from "./patience.ts";

const patience = { ms: 3_000, refusal: "Redis is away." };
const ready = { whenReady: async () => {} };
const hang = () => new Promise<never>(() => {});

describe("patience", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("waits for Redis, then works", async () => {
    const up = Promise.withResolvers<void>();
    const answer = patiently({ whenReady: () => up.promise }, patience, async () => "done");
    up.resolve();
    await expect(answer).resolves.toBe("done");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends as unavailable, and what was refused is not done later", async () => {
    const up = Promise.withResolvers<void>();
    const work = vi.fn(async () => "done");
    const answer = patiently({ whenReady: () => up.promise }, patience, work);
    const refused = expect(answer).rejects.toMatchObject({ code: "unavailable", message: "Redis is away." });
    await vi.advanceTimersByTimeAsync(3_000);
    await refused;
    up.resolve();
    await vi.runAllTimersAsync();
    expect(work).not.toHaveBeenCalled();
  });

  it("does not wait longer for work that hangs, nor longer than the call itself says", async () => {
    const answers = [patiently(ready, patience, hang), patiently(ready, patience, hang, { deadlineMs: 50 })];
    const refused = answers.map(answer => expect(answer).rejects.toMatchObject({ code: "unavailable" }));
    await vi.advanceTimersByTimeAsync(50);
    await refused[1];
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(2_950);
    await refused[0];
  });

  it("ends when it is aborted, and says with what", async () => {
    const abort = new AbortController();
    const answer = patiently(ready, patience, hang, { signal: abort.signal });
    abort.abort("enough");
    await expect(answer).rejects.toMatchObject({ code: "unavailable", temporary: true, cause: "enough" });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("begins nothing that was aborted before", async () => {
    const work = vi.fn(hang);
    const answer = patiently(ready, patience, work, { signal: AbortSignal.abort() });
    await expect(answer).rejects.toMatchObject({ code: "unavailable" });
    expect(work).not.toHaveBeenCalled();
  });
});
