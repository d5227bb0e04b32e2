import type { RoomView } from "@hubbub/client";
import { type Signal, signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it } from "vitest";
import { roomView } from "../../test/examples.ts";
import { Reading } from "./reading.ts";

const at = (seq: number, read: number, change: Partial<RoomView> = {}): RoomView =>
  roomView({ position: { epoch: "e", seq }, read, unread: seq - read, ...change });

let room: Signal<RoomView | null>;
let visible: Signal<boolean>;
let marked: [string, number][];
let reading: Reading;

beforeEach(() => {
  room = signal<RoomView | null>(null);
  visible = signal(true);
  marked = [];
  reading = new Reading({ chat: { markRead: (id, seq) => void marked.push([id, seq]) }, room, visible });
});

afterEach(() => reading.stop());

it("calls new what was unread when the room was opened", () => {
  room.value = at(9, 5);
  expect(reading.span.value).toMatchObject({ from: 5, to: 9 });
  room.value = at(12, 9);
  expect(reading.span.value).toMatchObject({ from: 5, to: 9 });
});

it("marks as read what is shown, and all of it where the end is in sight", () => {
  room.value = at(9, 5);
  reading.show("general", 7);
  expect(marked).toEqual([["general", 7]]);
  reading.show("general", null);
  expect(marked.at(-1)).toEqual(["general", 9]);
});

it("never goes back", () => {
  room.value = at(9, 8);
  reading.show("general", 3);
  expect(marked).toEqual([]);
});

it("marks what comes while the end is in sight", () => {
  room.value = at(9, 9);
  reading.show("general", null);
  room.value = at(10, 9);
  expect(marked).toEqual([["general", 10]]);
});

it("leaves what comes unread while nobody sees the page, and calls it new when somebody does again", () => {
  room.value = at(9, 9);
  reading.show("general", null);
  visible.value = false;
  room.value = at(11, 9);
  expect(marked).toEqual([]);
  visible.value = true;
  expect(reading.span.value).toMatchObject({ from: 9, to: 11 });
  expect(marked).toEqual([["general", 11]]);
});

it("does not mark a room by what another one shows", () => {
  room.value = at(9, 5);
  reading.show("general", null);
  marked = [];
  room.value = at(4, 0, { id: "other" });
  expect(marked).toEqual([]);
  expect(reading.span.value).toMatchObject({ from: 0, to: 4 });
});
