import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { BatchPace } from "./batch-pace.ts";

/** A bucket of so many tokens; it is full again when it has refused. */
function bucketOf(tokens: number, retryAfterMs = 1) {
  let left = tokens;
  const asked = { count: 0, refused: 0 };
  const take = async () => {
    asked.count += 1;
    left -= 1;
    if (left >= 0) return;
    left = tokens;
    asked.refused += 1;
    throw new HubbubError("rate_limited", "Slow down.", { retryAfterMs });
  };
  return { take, asked };
}

const never = new AbortController().signal;

describe("the pace of a batch", () => {
  it("lets every call begin in the end, and asks for each until it was granted", async () => {
    const { take, asked } = bucketOf(50);
    const pace = new BatchPace(take, never);
    for (let call = 0; call < 500; call += 1) await pace.next();
    expect(asked.refused).toBeGreaterThan(5);
    expect(asked.count - asked.refused).toBeGreaterThanOrEqual(500 - 64);
  });

  it("holds a batch up once 64 calls are ahead", async () => {
    const held = Promise.withResolvers<void>();
    const pace = new BatchPace(() => held.promise, never);
    for (let call = 0; call < 64; call += 1) await pace.next();
    let begun = false;
    const next = pace.next().then(() => {
      begun = true;
    });
    await new Promise(setImmediate);
    expect(begun).toBe(false);
    held.resolve();
    await next;
  });

  it("ends the wait when the service drains", async () => {
    const draining = new AbortController();
    const pace = new BatchPace(bucketOf(0, 60_000).take, draining.signal);
    for (let call = 0; call < 64; call += 1) await pace.next();
    const next = pace.next();
    draining.abort(new HubbubError("unavailable", "The service is draining."));
    await expect(next).rejects.toMatchObject({ code: "unavailable" });
  });
});
