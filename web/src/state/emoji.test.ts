import { expect, it } from "vitest";
import { isEmojiOnly } from "./emoji.ts";

it("knows a few emoji from words and numbers", () => {
  for (const text of ["🎉", "👍🏽 🎉", "👩‍👩‍👧", "🇫🇷", "❤️"]) expect(isEmojiOnly(text)).toBe(true);
  for (const text of ["", "12", "fine 🎉", "#", "🎉".repeat(9)]) expect(isEmojiOnly(text)).toBe(false);
});
