import type { Chat, ChatEvents, ChatState, RoomView } from "@hubbub/client";
import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ada, noon, roomView, said } from "../../test/examples.ts";
import { ChatStore } from "./chat-store.ts";
import { isOwnEntry } from "./timeline.ts";
import { Toasts } from "./toasts.ts";

const address = signal<string | null>("general");
const clock = { now: () => noon, after: () => () => {} };
let tell: ChatEvents["change"];
let removed: string[];
let store: ChatStore;

const stateOf = (rooms: readonly RoomView[], clockAhead = 0): ChatState => ({
  user: ada,
  away: false,
  connection: {
    ...{ phase: "online", replica: "r1", since: null, retryAt: null, error: null, roundTrip: null },
    clockAhead,
  },
  rooms: new Map(rooms.map(room => [room.id, room])),
});

const chat: Partial<Chat> = {
  state: stateOf([]),
  on: (name, listener) => {
    if (name === "change") tell = listener as ChatEvents["change"];
    return () => {};
  },
  join: async id => roomView({ id }),
  remove: (room, seq) => {
    removed.push(`${room} ${seq}`);
    return Promise.reject(new Error("refused"));
  },
  setIdle: () => {},
  markRead: () => {},
  setTyping: () => {},
  close: () => {},
};

const room = (id: string, text: string, unread = 0) =>
  roomView({ id, unread, messages: [said(1, { user: ada, text })] });

beforeEach(() => {
  removed = [];
  address.value = "general";
  store = new ChatStore({
    chat: chat as Chat,
    user: ada,
    page: {
      room: address,
      visible: signal(false),
      onInput: () => () => {},
      goTo: id => {
        address.value = id;
      },
      notifier: { canAsk: signal(false), ask: () => {}, show: () => {} },
    },
    publicRooms: async () => [],
    storage: { getItem: () => null, setItem: () => {}, removeItem: () => {} },
    toasts: new Toasts(clock.after),
    clock,
  });
  tell(stateOf([room("general", "trash"), room("other", "precious")]));
});

afterEach(() => store.close());

const ownEntry = () => {
  const entry = store.rows.value.find(isOwnEntry);
  if (entry === undefined) throw new Error("ada said something here");
  return entry;
};

it("closes a dialog when another room opens, and takes nothing back there", () => {
  const trash = ownEntry();
  store.askToRemove(trash);
  expect(store.dialog.value).toMatchObject({ kind: "remove", room: "general" });
  store.open("other");
  expect(store.dialog.value).toBeNull();
  store.composing.remove("general", trash);
  expect(removed).toEqual([]);
  store.open("general");
  store.composing.remove("general", trash);
  expect(removed).toEqual(["general 1"]);
});

it("asks before a message that was left without words is taken back", () => {
  store.composing.edit(ownEntry());
  store.composing.write("");
  store.composing.submit();
  expect(store.dialog.value).toMatchObject({ kind: "remove", room: "general", entry: { text: "trash" } });
});

it("leaves a room that was unread where one found it, until another is opened", () => {
  const ids = () => store.groupRooms.value.map(({ id }) => id);
  tell(stateOf([room("general", "a"), room("alpha", "b"), room("other", "c", 3)]));
  expect(ids()).toEqual(["general", "other", "alpha"]);
  store.open("other");
  tell(stateOf([room("general", "a"), room("alpha", "b"), room("other", "c")]));
  expect(ids()).toEqual(["general", "other", "alpha"]);
  store.open("alpha");
  expect(ids()).toEqual(["general", "alpha", "other"]);
});

it("goes by the clock of the replicas: who was muted may write once it says so", () => {
  const muted = { ...room("general", "trash"), mutedUntil: noon + 60_000 };
  tell(stateOf([muted]));
  store.composing.write("May I?");
  expect(store.composing.canSend.value).toBe(false);
  tell(stateOf([muted], 20 * 60_000));
  expect(store.composing.canSend.value).toBe(true);
  expect([store.now.value, store.clock.now()]).toEqual([noon + 20 * 60_000, noon + 20 * 60_000]);
});
