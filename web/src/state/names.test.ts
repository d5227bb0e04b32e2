import { describe, expect, it } from "vitest";
import { avatarHue, avatarHues, initials } from "./avatars.ts";
import { dayName } from "./dates.ts";

describe("initials", () => {
  it("takes two letters of one name, or one of each of two", () => {
    const of = (name: string) => initials({ id: "x", name });
    expect(["ada", "ada.lovelace", "Ö", "grace_b_hopper", "𝒜da"].map(of)).toEqual(["AD", "AL", "Ö", "GB", "𝒜D"]);
  });
});

describe("avatarHue", () => {
  it("stays in range, the same for the same person, and spreads people", () => {
    const hues = Array.from({ length: 200 }, (_, index) => avatarHue(`user${index}`));
    expect(hues.every(hue => Number.isInteger(hue) && hue >= 0 && hue < avatarHues)).toBe(true);
    expect(avatarHue("user7")).toBe(hues[7]);
    expect(new Set(hues).size).toBe(avatarHues);
  });
});

describe("dayName", () => {
  const now = new Date(2026, 2, 30, 9).getTime();

  it("says today and yesterday, also across a change of the clock", () => {
    expect(dayName(new Date(2026, 2, 30, 0, 1).getTime(), now)).toBe("Today");
    expect(dayName(new Date(2026, 2, 29, 23, 59).getTime(), now)).toBe("Yesterday");
    expect(dayName(new Date(2026, 2, 29, 0, 1).getTime(), now)).toBe("Yesterday");
  });

  it("names the year only where it is another one", () => {
    expect(dayName(new Date(2026, 0, 2).getTime(), now)).not.toContain("2026");
    expect(dayName(new Date(2025, 0, 2).getTime(), now)).toContain("2025");
  });
});
