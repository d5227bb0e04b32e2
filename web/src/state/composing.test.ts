import { signal } from "@preact/signals";
import { beforeEach, expect, it } from "vitest";
import { ada, roomView, said } from "../../test/examples.ts";
import { Composing } from "./composing.ts";
import { Drafts } from "./drafts.ts";
import { timelineRows } from "./timeline.ts";

const room = signal("general");
const mayWrite = signal(true);
let asked: unknown[][];
let composing: Composing;

const rows = timelineRows(
  roomView({ messages: [said(1, { user: ada, text: "first" }), said(2, { user: ada, text: "second" }), said(3)] }),
  ada,
  null,
);

beforeEach(() => {
  room.value = "general";
  asked = [];
  const refuse =
    (name: string) =>
    (...what: unknown[]) => {
      asked.push([name, ...what]);
      return Promise.reject(new Error("refused"));
    };
  composing = new Composing({
    chat: {
      send: refuse("send"),
      edit: refuse("edit"),
      setTyping: (...what) => void asked.push(["typing", ...what]),
    },
    drafts: new Drafts({ getItem: () => null, setItem: () => {}, removeItem: () => {} }, ada.id),
    room,
    rows: () => rows,
    mayWrite,
  });
});

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
  expect([composing.editing.value?.seq, composing.text.value]).toEqual([2, "second"]);
  composing.write("better");
  composing.submit();
  expect(asked.at(-1)).toEqual(["edit", "general", 2, "better"]);
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
