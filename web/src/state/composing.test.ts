import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ada, roomView, said } from "../../test/examples.ts";
import { Composing } from "./composing.ts";
import { Drafts } from "./drafts.ts";
import { isOwnEntry, timelineRows } from "./timeline.ts";

const room = signal("general");
const mayWrite = signal(true);
let asked: unknown[][];
let composing: Composing;

/** What ada said, each with a seq by its place, and then bob. */
function spoken(...texts: readonly string[]) {
  const messages = texts.map((text, index) => said(index + 1, { user: ada, text, isRemoved: text === "" }));
  return timelineRows(roomView({ messages: [...messages, said(texts.length + 1)] }), ada, null);
}
const rows = signal(spoken());

beforeEach(() => {
  room.value = "general";
  asked = [];
  const refuse =
    (name: string) =>
    (...what: unknown[]) => {
      asked.push([name, ...what]);
      return Promise.reject(new Error("refused"));
    };
  rows.value = spoken("first", "second");
  composing = new Composing({
    chat: {
      send: refuse("send"),
      edit: refuse("edit"),
      remove: refuse("remove"),
      setTyping: (...what) => void asked.push(["typing", ...what]),
    },
    drafts: new Drafts({ getItem: () => null, setItem: () => {}, removeItem: () => {} }, ada.id),
    room,
    rows,
    mayWrite,
    onEmptied: ({ text }) => void asked.push(["emptied", text]),
    onGone: () => void asked.push(["gone"]),
  });
});

afterEach(() => composing.stop());

it("sends what is written, and is empty then", () => {
  composing.write(" Hello \n");
  composing.submit();
  expect(asked).toEqual([
    ["typing", "general", true],
    ["send", "general", "Hello"],
    ["typing", "general", false],
  ]);
  expect(composing.text.value).toBe("");
});

it("sends nothing empty, and nothing too long", () => {
  composing.write("  ");
  expect(composing.canSend.value).toBe(false);
  composing.write("😀".repeat(4_001));
  expect([composing.left.value, composing.canSend.value]).toEqual([-1, false]);
});

it("keeps what somebody wrote who is muted, and does not send it", () => {
  mayWrite.value = false;
  composing.write("May I?");
  composing.submit();
  mayWrite.value = true;
  expect([asked.length, composing.text.value, composing.canSend.value]).toEqual([1, "May I?", true]);
});

it("keeps what is unsent in each room", () => {
  composing.write("for general");
  room.value = "other";
  expect(composing.text.value).toBe("");
  room.value = "general";
  expect(composing.text.value).toBe("for general");
});

it("edits the last message of one's own, and gives back what stood there before", () => {
  composing.write("a draft");
  composing.editLast();
  expect([composing.editing.value?.text, composing.text.value]).toEqual(["second", "second"]);
  composing.write("better");
  composing.submit();
  expect(asked.at(-1)).toEqual(["edit", "general", 2, "better", "second"]);
  expect([composing.editing.value, composing.text.value]).toEqual([null, "a draft"]);
});

it("asks for nothing where the words stayed as they were", () => {
  composing.editLast();
  composing.submit();
  expect(asked).toEqual([]);
});

it("forgets an edit that is cancelled, and does not take it into another room", () => {
  composing.editLast();
  composing.cancel();
  expect(composing.text.value).toBe("");
  composing.editLast();
  room.value = "other";
  expect([composing.editing.value, composing.text.value]).toEqual([null, ""]);
});

it("changes and takes back the message that was meant, whatever has its seq by now", () => {
  composing.editLast();
  composing.write("better");
  const meant = rows.value.findLast(isOwnEntry);
  rows.value = spoken("another", "yet another", "second");
  composing.submit();
  if (meant !== undefined) composing.remove("general", meant);
  expect(asked).toEqual([
    ["edit", "general", 3, "better", "second"],
    ["remove", "general", 3, "second"],
  ]);
});

it("takes nothing back that is not there any more, or in another room", () => {
  const meant = rows.value.findLast(isOwnEntry);
  if (meant === undefined) throw new Error("ada said something");
  room.value = "other";
  composing.remove("general", meant);
  room.value = "general";
  rows.value = spoken("another", "yet another");
  composing.remove("general", meant);
  expect(asked).toEqual([]);
});

it("edits nothing that is gone, and keeps the new words as a draft", () => {
  composing.editLast();
  composing.write("better");
  rows.value = spoken("another", "yet another");
  expect(composing.editing.value).toBeNull();
  expect([composing.text.value, asked]).toEqual(["better", [["gone"]]]);
});

it("asks what to do with a message that was left without words", () => {
  composing.editLast();
  composing.write(" ");
  composing.submit();
  expect([asked, composing.editing.value]).toEqual([[["emptied", "second"]], null]);
});
