import { expect, it } from "vitest";
import type { RoomInfo } from "../domain/room-ports.ts";
import { reviewMembers } from "./review.ts";

it("ends the hearing of those who are not members, in the rooms it is about", async () => {
  const asked: string[] = [];
  const out: string[] = [];
  const person = (id: string, ...heard: string[]) => ({
    user: { id, name: id },
    hears: (room: string) => heard.includes(room),
    showOut: (rooms: readonly string[]) => void out.push(...rooms.map(room => `${id} ${room}`)),
  });
  const ofThese = async (ids: readonly string[], user: string) => {
    asked.push(user);
    return ids.filter(() => user === "ada").map(id => ({ id }) as RoomInfo);
  };
  const connections = [person("ada", "den"), person("bob", "den", "hall"), person("eve", "hall")];
  await reviewMembers({ connections, rooms: { ofThese } }, ["den"]);
  expect(asked).toEqual(["ada", "bob"]);
  expect(out).toEqual(["bob den"]);
});
