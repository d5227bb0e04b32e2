import { beforeEach, expect, it } from "vitest";
import { Drafts } from "./drafts.ts";

let stored: Map<string, string>;
const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
};
const textsOf = (user: string) => Object.fromEntries(new Drafts(storage, user).texts.value);

beforeEach(() => {
  stored = new Map();
});

it("keeps what each room's composer holds across a reload, for this user only", () => {
  const drafts = new Drafts(storage, "ada");
  drafts.write("general", "for all ");
  drafts.write("other", "for some");
  expect(textsOf("ada")).toEqual({ general: "for all ", other: "for some" });
  expect(textsOf("bob")).toEqual({});
});

it("leaves nothing behind once everything is sent", () => {
  const drafts = new Drafts(storage, "ada");
  drafts.write("general", "sent soon");
  drafts.write("general", "  ");
  expect([drafts.texts.value.get("general"), stored.size]).toEqual(["  ", 0]);
});

it("undoes nothing that another tab wrote in another room", () => {
  const [one, other] = [new Drafts(storage, "ada"), new Drafts(storage, "ada")];
  one.write("general", "here");
  other.write("random", "there");
  one.write("general", "");
  expect(textsOf("ada")).toEqual({ random: "there" });
});

it("begins empty where what is stored cannot be read", () => {
  stored.set("hubbub:drafts:ada", "{");
  expect(textsOf("ada")).toEqual({});
});
