import type { Joined, PresenceDiff, User } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { nobody } from "./presence.ts";
import { Rooms } from "./rooms.ts";

const [ada, bob]: readonly [User, User] = [
  { id: "ada", name: "Ada" },
  { id: "bob", name: "Bob" },
];
const position = { epoch: "e", seq: 0 };
const joined = (online: readonly User[]): Joined => ({
  room: "den",
  kind: "public",
  title: "den",
  owner: null,
  position,
  read: 0,
  unread: 0,
  recovered: true,
  messages: [],
  more: false,
  presence: { online, count: online.length },
});
const diff = (online: readonly User[], offline: readonly User[], count: number): PresenceDiff => ({
  room: "den",
  online,
  offline: offline.map(({ id }) => ({ id, lastSeen: 1 })),
  count,
});

function setUp() {
  const rooms = new Rooms({ onMessages: () => {}, onResync: () => {}, onChange: () => {} });
  const present = () => {
    const { online, onlineCount } = rooms.get("den")?.presence ?? nobody;
    return [online.map(({ name }) => name), onlineCount];
  };
  return { rooms, present };
}

it("keeps who came or went while an answer about a room was on its way", () => {
  const { rooms, present } = setUp();
  rooms.answer(joined([ada]), rooms.ask("den"));
  const asked = rooms.ask("den");
  rooms.presence(diff([bob], [ada], 1));
  rooms.answer(joined([ada]), asked);
  expect(present()).toEqual([["Bob"], 1]);
});

it("keeps who came into a room that was not known before", () => {
  const { rooms, present } = setUp();
  const asked = rooms.ask("den");
  rooms.presence(diff([bob], [], 2));
  rooms.answer(joined([ada]), asked);
  expect(present()).toEqual([["Ada", "Bob"], 2]);
});

it("believes an answer over what came before its question", () => {
  const { rooms, present } = setUp();
  rooms.answer(joined([]), rooms.ask("den"));
  rooms.presence(diff([bob], [], 1));
  rooms.answer(joined([ada]), rooms.ask("den"));
  expect(present()).toEqual([["Ada"], 1]);
});
