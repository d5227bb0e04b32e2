import type { ChatEvents, ChatState } from "@hubbub/client";
import { signal } from "@preact/signals";
import { beforeEach, expect, it } from "vitest";
import { ada, bob, roomView, said } from "../../test/examples.ts";
import { Alerts } from "./alerts.ts";

const rooms = new Map([
  ["general", roomView()],
  ["dm", roomView({ id: "dm", kind: "direct", title: "bob" })],
]);
const visible = signal(false);
let hear: ChatEvents["messages"];
let shown: string[];
let opened: string[];

beforeEach(() => {
  visible.value = false;
  shown = [];
  opened = [];
  const on = (_name: string, listener: never) => {
    hear = listener;
    return () => {};
  };
  new Alerts({
    chat: { on, state: { rooms } as unknown as ChatState },
    user: ada,
    visible,
    notifier: {
      canAsk: signal(false),
      ask: () => {},
      show: ({ title, text, onClick }) => {
        shown.push(`${title}: ${text}`);
        onClick();
      },
    },
    goTo: room => void opened.push(room),
  });
});

it("tells of a direct message, and leads to it", () => {
  hear("dm", "e", [said(1, { text: "first" }), said(2, { text: "second" })]);
  expect([shown, opened]).toEqual([["bob: second"], ["dm"]]);
});

it("tells of a room only where one is called by name", () => {
  hear("general", "e", [said(1, { text: "nothing for ada" })]);
  hear("general", "e", [said(2, { text: "and you, @Ada?" })]);
  expect(shown).toEqual(["bob in general: and you, @Ada?"]);
});

it("tells nothing of one's own words or changes, and nothing to who sees the page", () => {
  hear("dm", "e", [said(1, { user: ada }), said(2, { user: bob, kind: "edit" })]);
  visible.value = true;
  hear("dm", "e", [said(3)]);
  expect(shown).toEqual([]);
});
