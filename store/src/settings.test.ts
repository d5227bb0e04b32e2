import { expect, it } from "vitest";
import { adapterKind, historyRules, readSettings, storeSettings } from "./settings.ts";

it("needs no variable at all", () => {
  expect(readSettings(storeSettings, {})).toEqual({
    REDIS_URL: "redis://127.0.0.1:6380",
    ADAPTER: "auto",
    KEY_PREFIX: "hubbub",
    HISTORY_LENGTH: 10_000,
    HISTORY_DAYS: 90,
    DEDUPE_HOURS: 24,
  });
});

it("takes an empty variable for an absent one", () => {
  expect(readSettings(storeSettings, { HISTORY_LENGTH: "", KEY_PREFIX: "" }).HISTORY_LENGTH).toBe(10_000);
});

it("reads numbers, and gives durations in milliseconds", () => {
  const settings = readSettings(storeSettings, { HISTORY_LENGTH: "5", HISTORY_DAYS: "0.5", DEDUPE_HOURS: "2" });
  expect(historyRules(settings)).toEqual({ length: 5, ageMs: 43_200_000, dedupeMs: 7_200_000 });
});

it.each(["rediss://user:secret@redis.example:6390/2", "redis://[::1]:6379"])("accepts %s", REDIS_URL => {
  expect(readSettings(storeSettings, { REDIS_URL }).REDIS_URL).toBe(REDIS_URL);
});

it.each([
  [{ REDIS_URL: "http://localhost" }, /REDIS_URL: must be redis:/],
  [{ HISTORY_LENGTH: "many" }, /HISTORY_LENGTH: /],
  [{ HISTORY_LENGTH: "0" }, /HISTORY_LENGTH: /],
  [{ KEY_PREFIX: "a{b}" }, /KEY_PREFIX: must be/],
  [{ HISTORY_DAYS: "-1", DEDUPE_HOURS: "x" }, /HISTORY_DAYS: .*; DEDUPE_HOURS: /],
])("names the variable that is wrong in %j", (env, message) => {
  expect(() => readSettings(storeSettings, env)).toThrow(message);
});

it.each([
  [{}, "classic"],
  [{ REDIS_URL: "redis+cluster://a:1,b:2" }, "sharded"],
  [{ REDIS_URL: "redis+cluster://a:1,b:2", ADAPTER: "classic" }, "classic"],
  [{ ADAPTER: "sharded" }, "sharded"],
])("chooses the adapter by %j", (env, kind) => {
  expect(adapterKind(readSettings(storeSettings, env))).toBe(kind);
});

it("describes every variable", () => {
  for (const [name, field] of Object.entries(storeSettings.shape)) expect(field.description, name).toBeTruthy();
});
