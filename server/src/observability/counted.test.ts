import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it, vi } from "vitest";
import { rateLimits } from "../domain/telemetry.ts";
import { countedLimiter } from "./counted-limiter.ts";
import { countedLog } from "./counted-log.ts";

const rule = { burst: 1, perSecond: 1 };

describe("a counted limiter", () => {
  const limited = new HubbubError("rate_limited", "Slow down.");

  /** Under which limits refusals were counted, of buckets that are all empty. */
  async function countedOf(buckets: readonly string[], fault: HubbubError = limited) {
    const rateLimited = vi.fn();
    const refuse = () => Promise.reject(fault);
    const limiter = countedLimiter({ take: refuse, peek: refuse }, { rateLimited });
    for (const bucket of buckets) await expect(limiter.take(bucket, rule, 0)).rejects.toBe(fault);
    return rateLimited.mock.calls.map(([limit]) => limit);
  }

  it("counts whom it refuses under the name of the limit", async () => {
    expect(await countedOf(["message:ada", "sign-in:address:2001:db8::1", "sign-in:name:ada"])).toEqual([
      "message",
      "sign-in:address",
      "sign-in:name",
    ]);
  });

  it("never makes a name of what somebody is called", async () => {
    const hostile = Array.from({ length: 200 }, (_, n) => [`x${n}:message:y`, `\n{}"${n}`, `find:${n}:ask`]).flat();
    const counted = new Set(await countedOf(hostile));
    expect([...counted].filter(limit => !rateLimits.includes(limit))).toEqual([]);
    expect(counted).toEqual(new Set(["other", "find"]));
  });

  it("counts neither who may go on nor an outage", async () => {
    const rateLimited = vi.fn();
    const limiter = countedLimiter({ take: async () => {}, peek: async () => {} }, { rateLimited });
    await limiter.take("ask:ada", rule, 0);
    await limiter.peek("ask:ada", rule, 0);
    expect(rateLimited).not.toHaveBeenCalled();
    expect(await countedOf(["ask:ada"], new HubbubError("unavailable", "Redis is away."))).toEqual([]);
  });
});

describe("a counted log", () => {
  it("counts what it took, what it had already, and why it refused", async () => {
    const appended = vi.fn();
    const append = vi.fn(async (_message: { kind: "text" | "edit" }) => ({ duplicate: false }));
    const log = countedLog({ append }, { appended });
    await log.append({ kind: "edit" });
    append.mockResolvedValueOnce({ duplicate: true });
    await log.append({ kind: "text" });
    for (const fault of [new HubbubError("forbidden", "You are not in this room."), new Error("a bug")]) {
      append.mockRejectedValueOnce(fault);
      await expect(log.append({ kind: "text" })).rejects.toBe(fault);
    }
    expect(appended.mock.calls).toEqual([
      ["edit", "appended"],
      ["text", "duplicate"],
      ["text", "forbidden"],
      ["text", "internal"],
    ]);
  });
});
