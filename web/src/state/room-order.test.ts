import { expect, it } from "vitest";
import { roomView } from "../../test/examples.ts";
import { firstOf, inOrder } from "./room-order.ts";

const ids = (rooms: readonly { id: string }[]) => rooms.map(({ id }) => id);

it("has general first, then what is unread, then the others, with numbers as people count", () => {
  const rooms = ["room 10", "room 2", "general", "alpha"].map(id => roomView({ id }));
  expect(ids(inOrder(rooms, null))).toEqual(["general", "alpha", "room 2", "room 10"]);
  const unread = [...rooms, roomView({ id: "zeta", unread: 1 })];
  expect(ids(inOrder(unread, null))).toEqual(["general", "zeta", "alpha", "room 2", "room 10"]);
});

it("leaves the open room where one found it", () => {
  const rooms = ["alpha", "zeta"].map(id => roomView({ id }));
  expect(ids(inOrder(rooms, "zeta"))).toEqual(["zeta", "alpha"]);
});

it("shows the first of many rooms, and the open one in its place", () => {
  const rooms = Array.from({ length: 50 }, (_, number) => roomView({ id: `room-${number}` }));
  expect(ids(firstOf(rooms, "room-40"))).toEqual([...ids(rooms.slice(0, 10)), "room-40"]);
  expect(firstOf(rooms.slice(0, 10), "room-3")).toHaveLength(10);
});
