import { expect, it } from "vitest";
import { emojis, isEmojiOnly } from "./emoji.ts";

it("offers nothing but emoji, each once", () => {
  expect(emojis.filter(emoji => !isEmojiOnly(emoji))).toEqual([]);
  expect(new Set(emojis).size).toBe(emojis.length);
});

it("knows a few emoji from words and numbers", () => {
  for (const text of ["🎉", "👍🏽 🎉", "👩‍👩‍👧", "🇫🇷", "❤️"]) expect(isEmojiOnly(text)).toBe(true);
  for (const text of ["", "12", "fine 🎉", "#", "🎉".repeat(9)]) expect(isEmojiOnly(text)).toBe(false);
});
