import { expect, it } from "vitest";
import type { KnownRoom } from "../domain/room-ports.ts";
import { RoomMemory } from "./room-memory.ts";

const denFacts = { id: "den", kind: "private", title: "The den", owner: "ada" } as const;
const hallFacts = { id: "hall", kind: "public", title: "Hall", owner: "bob" } as const;
const den: KnownRoom = { ...denFacts, epoch: "d", exits: 0 };
const hall: KnownRoom = { ...hallFacts, epoch: "h", exits: 0 };

function setUp() {
  const redis = new Map([den, hall].map(room => [room.id, room]));
  const here = ["den", "hall", "general", "dm:adaadaada:bobbobbob"];
  const asked: string[] = [];
  const known = async (rooms: readonly string[]) => {
    asked.push(...rooms);
    return new Map(rooms.flatMap(id => [redis.get(id)].filter(room => room !== undefined).map(room => [id, room])));
  };
  const memory = new RoomMemory({
    keeping: { known },
    roomsHere: () => here,
    isHeardHere: room => here.includes(room),
  });
  /** Resolves with the rooms that were to be reviewed. */
  const refresh = async () => {
    const look = await memory.look();
    memory.keep(look);
    return look.left;
  };
  return { redis, here, asked, memory, refresh };
}

it("knows the rooms that somebody hears, as they are now", async () => {
  const { redis, asked, memory, refresh } = setUp();
  await refresh();
  expect(asked).toEqual(["den", "hall"]);
  redis.set("hall", { ...hall, title: "The hall", owner: "cleo" });
  await refresh();
  expect([memory.of("den"), memory.of("hall")]).toEqual([denFacts, { ...hallFacts, title: "The hall", owner: "cleo" }]);
  expect(memory.of("general")).toBeUndefined();
});

it("knows a room from the moment that somebody comes to hear it, and what its owner made of it", async () => {
  const { memory } = setUp();
  memory.note([den, { ...hall, id: "general" }]);
  expect([memory.of("den"), memory.of("general")]).toEqual([denFacts, undefined]);
  memory.note([{ ...den, kind: "public", owner: "eve" }]);
  expect(memory.of("den")).toEqual(denFacts);
  memory.noteChange({ ...den, title: "The attic" });
  expect(memory.of("den")).toEqual({ ...denFacts, title: "The attic" });
});

it("asks what a room is that others let somebody here into, where it does not know", async () => {
  const { here, asked, memory } = setUp();
  for (const room of ["den", "den", "general", "elsewhere"]) await memory.learn(room);
  expect(asked).toEqual(["den"]);
  expect(memory.of("den")).toEqual(denFacts);
  here.length = 0;
  await memory.learn("hall");
  expect(memory.of("hall")).toBeUndefined();
});

it("still knows them when Redis does not, until what it says is to be kept", async () => {
  const { redis, memory, refresh } = setUp();
  await refresh();
  redis.clear();
  await refresh();
  redis.set("den", { ...den, kind: "public", owner: "eve" });
  await memory.look();
  expect([memory.of("den"), memory.of("hall")]).toEqual([denFacts, hallFacts]);
  await refresh();
  expect(memory.of("den")).toMatchObject({ kind: "public", owner: "eve" });
});

it("forgets those that nobody hears any more", async () => {
  const { here, memory, refresh } = setUp();
  await refresh();
  here.length = 0;
  await refresh();
  expect(memory.of("den")).toBeUndefined();
});

it("has those reviewed that are new here, and those that somebody left or that became others", async () => {
  const { redis, refresh } = setUp();
  expect(await refresh()).toEqual(["den", "hall"]);
  expect(await refresh()).toEqual([]);
  redis.set("den", { ...den, exits: 1 });
  expect(await refresh()).toEqual(["den"]);
  redis.set("hall", { ...hall, epoch: "after a failover" });
  expect(await refresh()).toEqual(["hall"]);
});

it("has a room reviewed until that was done", async () => {
  const { memory, refresh } = setUp();
  await memory.look();
  expect(await refresh()).toEqual(["den", "hall"]);
});

it("has all of them reviewed anew after a loss of all data, and keeps nothing that was read before", async () => {
  const { memory, refresh } = setUp();
  await refresh();
  const look = await memory.look();
  memory.startOver();
  expect(memory.keep(look)).toBe(false);
  expect(await refresh()).toEqual(["den", "hall"]);
});
