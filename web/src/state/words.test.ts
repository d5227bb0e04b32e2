import type { ConnectionState } from "@hubbub/client";
import { errorCodes, HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { noon } from "../../test/examples.ts";
import {
  badge,
  describeOutage,
  duration,
  exitText,
  explain,
  explainAny,
  lastSeenText,
  leftText,
  mutedNote,
  mutedText,
  pageTitle,
  roomName,
  typingText,
} from "./words.ts";

const connection = (change: Partial<ConnectionState>): ConnectionState => ({
  phase: "waiting",
  replica: null,
  since: 0,
  retryAt: null,
  roundTrip: null,
  clockAhead: 0,
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
    expect(roomName({ kind: "private", title: "Night shift" })).toBe("Night shift");
    expect(roomName({ kind: "direct", title: "bob" })).toBe("bob");
  });
});

describe("duration", () => {
  it("rounds up, and never says none", () => {
    expect([0, 1, 1_000, 1_001, 180_000].map(duration)).toEqual([
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

describe("lastSeenText", () => {
  const minute = 60_000;
  it("says it in minutes while that is of use, then by the clock", () => {
    expect(lastSeenText(null, noon)).toBeNull();
    expect(lastSeenText(noon - 30_000, noon)).toBe("just now");
    expect(lastSeenText(noon - minute, noon)).toBe("a minute ago");
    expect(lastSeenText(noon - 59 * minute, noon)).toBe("59 minutes ago");
    expect(lastSeenText(noon - 60 * minute, noon)).toMatch(/^at 11.00/);
    expect(lastSeenText(noon - 24 * 60 * minute, noon)).toMatch(/^yesterday at 12.00/);
    expect(lastSeenText(noon - 72 * 60 * minute, noon)).toMatch(/^on .*day at 12.00/);
  });
});

describe("leftText", () => {
  it("counts one as one", () => {
    expect([2, 1, 0, -1, -2].map(leftText)).toEqual([
      "2 characters left",
      "1 character left",
      "0 characters left",
      "1 character too many",
      "2 characters too many",
    ]);
  });
});

describe("typingText", () => {
  it("names one or two, and of more only that there are some", () => {
    expect(typingText([])).toBe("");
    expect(typingText(["ada"])).toBe("ada is typing…");
    expect(typingText(["ada", "bob"])).toBe("ada and bob are typing…");
    expect(typingText(["ada", "bob", "eve"])).toBe("Several people are typing…");
  });
});

describe("what an owner did", () => {
  it("is told for as long as it lasts", () => {
    expect(mutedText(noon + 1, noon)).toMatch(/^You are muted here until 12.00/);
    expect(mutedText(noon, noon)).toBeNull();
    expect(mutedText(null, noon)).toBeNull();
    expect(mutedNote(noon + 1, noon)).toMatch(/^12.00/);
    expect(mutedNote(noon, noon)).toBeNull();
    expect(mutedNote(noon + 7 * 24 * 3_600_000, noon)).toMatch(/May.* 2026.* 12.00/);
    const tomorrow = noon + 24 * 3_600_000;
    expect([mutedNote(tomorrow, noon), mutedText(tomorrow, noon)]).toEqual([
      expect.stringMatching(/^Tue.* 12.00/),
      expect.stringMatching(/until Tue.* 12.00/),
    ]);
  });

  it("is told to who is not in the room any more, unless they left it", () => {
    expect([exitText("left"), exitText("removed"), exitText("banned")].map(text => text !== null)).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe("badge", () => {
  it("stops counting where the eye does", () => {
    expect([badge(1), badge(99), badge(100)]).toEqual(["1", "99", "99+"]);
  });
});
