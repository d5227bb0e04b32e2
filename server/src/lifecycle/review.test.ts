import { expect, it } from "vitest";
import { reviewMembers } from "./review.ts";

it("ends the hearing of those who are not members, on all their devices, in the rooms it is about", async () => {
  const asked: [room: string, users: readonly string[]][] = [];
  const out: string[] = [];
  const device = (id: string, ...rooms: string[]) => ({
    user: { id, name: id },
    rooms,
    showOut: (left: readonly string[]) => void out.push(...left.map(room => `${id} ${room}`)),
  });
  const strangers = async (room: string, users: readonly string[]) => {
    asked.push([room, users]);
    return users.filter(user => user === "bob");
  };
  const connections = [device("ada", "den"), device("bob", "den", "hall"), device("bob", "den"), device("eve", "hall")];
  await reviewMembers({ connections, rooms: { strangers } }, ["den"]);
  expect(asked).toEqual([["den", ["ada", "bob"]]]);
  expect(out).toEqual(["bob den", "bob den"]);
});
