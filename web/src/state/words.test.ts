import type { ConnectionState } from "@hubbub/client";
import { errorCodes, HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { describeOutage, explain, explainAny, pageTitle, roomName, seconds } from "./words.ts";

const connection = (change: Partial<ConnectionState>): ConnectionState => ({
  phase: "waiting",
  replica: null,
  since: 0,
  retryAt: null,
  error: null,
  ...change,
});

describe("pageTitle", () => {
  it("names the room, and what is unread", () => {
    expect(pageTitle("#general", 0)).toBe("#general · Hubbub");
    expect(pageTitle("#general", 3)).toBe("(3) #general · Hubbub");
    expect(pageTitle(null, 3)).toBe("(3) Hubbub");
  });
});

describe("roomName", () => {
  it("marks public rooms and leaves people as they are", () => {
    expect(roomName({ kind: "public", title: "general" })).toBe("#general");
    expect(roomName({ kind: "direct", title: "bob" })).toBe("bob");
  });
});

describe("seconds", () => {
  it("rounds up, and never says none", () => {
    expect([0, 1, 1_000, 1_001, 180_000].map(seconds)).toEqual([
      "1 second",
      "1 second",
      "1 second",
      "2 seconds",
      "3 minutes",
    ]);
  });
});

describe("explain", () => {
  it("has words for every code", () => {
    for (const code of Object.keys(errorCodes) as (keyof typeof errorCodes)[]) {
      expect(explain(new HubbubError(code, "As the replica says it."))).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("says how long to wait", () => {
    expect(explain(new HubbubError("rate_limited", "", { retryAfterMs: 4_200 }))).toContain("in 5 seconds");
  });

  it("does not show what is no refusal", () => {
    expect(explainAny(new TypeError("x is undefined"))).not.toContain("undefined");
  });
});

describe("describeOutage", () => {
  it("counts down to the next try", () => {
    expect(describeOutage(connection({ retryAt: 5_000 }), 1_000).next).toBe("Trying again in 4 seconds.");
  });

  it("says that it is trying when the time has come", () => {
    expect(describeOutage(connection({ retryAt: 5_000 }), 5_000).next).toBe("Connecting…");
    expect(describeOutage(connection({ phase: "connecting" }), 0).next).toBe("Connecting…");
  });

  it("says why there will be no next try", () => {
    const error = new HubbubError("unauthenticated", "revoked").toWire();
    expect(describeOutage(connection({ phase: "ended", error }), 0)).toEqual({ what: explain(error), next: "" });
  });
});
