import { expect, it } from "vitest";
import type { KnownRoom } from "../domain/room-ports.ts";
import { RoomMemory } from "./room-memory.ts";

const den: KnownRoom = { id: "den", kind: "private", title: "The den", owner: "ada", epoch: "d", exits: 0 };
const hall: KnownRoom = { id: "hall", kind: "public", title: "Hall", owner: "bob", epoch: "h", exits: 0 };

function setUp() {
  const redis = new Map([den, hall].map(room => [room.id, room]));
  const here = ["den", "hall", "general", "dm:adaadaada:bobbobbob"];
  const asked: string[] = [];
  const known = async (rooms: readonly string[]) => {
    asked.push(...rooms);
    return new Map(rooms.flatMap(id => [redis.get(id)].filter(room => room !== undefined).map(room => [id, room])));
  };
  return { redis, here, asked, memory: new RoomMemory({ keeping: { known }, roomsHere: () => here }) };
}

it("knows the rooms that somebody hears, as they are now", async () => {
  const { redis, asked, memory } = setUp();
  await memory.refresh();
  expect(asked).toEqual(["den", "hall"]);
  redis.set("hall", { ...hall, title: "The hall", owner: "cleo" });
  await memory.refresh();
  expect([memory.of("den"), memory.of("hall")]).toEqual([den, { ...hall, title: "The hall", owner: "cleo" }]);
  expect(memory.of("general")).toBeUndefined();
});

it("still knows them when Redis does not, and that a private one was not public", async () => {
  const { redis, memory } = setUp();
  await memory.refresh();
  redis.clear();
  redis.set("den", { ...den, kind: "public", title: "den", owner: "eve" });
  await memory.refresh();
  expect([memory.of("den"), memory.of("hall")]).toEqual([den, hall]);
});

it("forgets those that nobody hears any more", async () => {
  const { here, memory } = setUp();
  await memory.refresh();
  here.length = 0;
  await memory.refresh();
  expect(memory.of("den")).toBeUndefined();
});

it("tells which rooms somebody may have left unheard: those that are new here, and those that tell of it", async () => {
  const { redis, memory } = setUp();
  expect(await memory.refresh()).toEqual(["den", "hall"]);
  expect(await memory.refresh()).toEqual([]);
  redis.set("den", { ...den, exits: 1 });
  redis.set("hall", { ...hall, epoch: "after a loss", exits: 1 });
  expect(await memory.refresh()).toEqual(["den"]);
});
