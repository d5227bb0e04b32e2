import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { paceOf } from "./pace.ts";

/** A pace over a limiter that answers so, and what became known of it. */
function over(answer: HubbubError | null) {
  const taken: unknown[] = [];
  const limited: string[] = [];
  const pace = paceOf({
    limiter: {
      async take(...given) {
        taken.push(given);
        if (answer) throw answer;
      },
    },
    rule: { burst: 2, perSecond: 1 },
    now: () => 5,
    onLimited: key => limited.push(key),
  });
  return { pace, taken, limited };
}

describe("the pace of a key", () => {
  it("is that of its own bucket", async () => {
    const { pace, taken, limited } = over(null);
    await pace("reports");
    expect(taken).toEqual([["emitter:reports", { burst: 2, perSecond: 1 }, 5]]);
    expect(limited).toEqual([]);
  });

  it("is told by whom it was passed, and when to come again", async () => {
    const { pace, limited } = over(new HubbubError("rate_limited", "Slow down.", { retryAfterMs: 7 }));
    await expect(pace("reports")).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 7 });
    expect(limited).toEqual(["reports"]);
  });

  it("holds nobody up while Redis is away", async () => {
    await over(new HubbubError("unavailable", "Redis is away.")).pace("reports");
  });
});
