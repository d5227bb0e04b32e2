import { expect, it } from "vitest";
import { nameOf, roomsOf } from "./shape.ts";

it("puts as many people in each room", () => {
  const shape = { rooms: 7, roomsPerUser: 3 };
  const members = new Map<string, number>();
  for (let account = 0; account < 70; account += 1) {
    const rooms = roomsOf(shape, account);
    expect(new Set(rooms).size).toBe(3);
    for (const room of rooms) members.set(room, (members.get(room) ?? 0) + 1);
  }
  expect([...members.values()]).toEqual(Array.from({ length: 7 }, () => 30));
});

it("names people and rooms by the shape, so that another shape has others", () => {
  expect(nameOf({ rooms: 20, roomsPerUser: 1 }, 3)).toBe("load-20x1-user-3");
  expect(roomsOf({ rooms: 20, roomsPerUser: 1 }, 23)).toEqual(["load-20x1-3"]);
  expect(roomsOf({ rooms: 0, roomsPerUser: 1 }, 3)).toEqual(["general"]);
});
