import { expect, it } from "vitest";
import type { RoomInfo } from "../domain/room-ports.ts";
import { BringIn } from "./bring-in.ts";

const info = (id: string): RoomInfo => ({
  id,
  kind: "private",
  title: id,
  owner: null,
  texts: 0,
  read: { seq: 0, texts: 0 },
  removed: 0,
  position: { epoch: "e", seq: 0 },
});

/** A device of Bob's, and one of Eve's, on a replica that was not told what happened. */
function setUp() {
  const memberships = new Map([
    ["bob", ["general", "den"]],
    ["eve", ["general", "den"]],
  ]);
  const log: string[] = [];
  const place: (string | undefined)[] = [];
  const news = { place: "1-0", entrances: [{ room: "den", user: "bob" }], isComplete: true };
  const device = (id: string) => {
    const heard = new Set(["general"]);
    return {
      user: { id, name: id },
      hears: (room: string) => heard.has(room),
      enter: async (rooms: readonly string[]) => {
        for (const room of rooms) heard.add(room);
        log.push(`${id} hears ${rooms}`);
      },
      exit: (rooms: readonly string[]) => log.push(...rooms.map(room => `${id} hears ${room} no more`)),
      tell: (name: string, { id: room }: { id: string }) => void log.push(`${id}: ${name} ${room}`),
    };
  };
  const roomsOf = (id: string) => (memberships.get(id) ?? []).map(info);
  const rooms = {
    ofUser: async (id: string) => {
      log.push(`the rooms of ${id}?`);
      return roomsOf(id);
    },
    ofThese: async (ids: readonly string[], id: string) => roomsOf(id).filter(room => ids.includes(room.id)),
  };
  const entrances = {
    since: async (from: string | undefined) => {
      place.push(from);
      return news;
    },
  };
  const connections = [device("bob"), device("eve")];
  const given: unknown = { connections, rooms, entrances, memory: { note: () => {} } };
  return {
    log,
    place,
    news,
    memberships,
    connections,
    bringIn: new BringIn(given as ConstructorParameters<typeof BringIn>[0]),
  };
}

it("lets whoever came in unheard hear the room, and tells them; nobody else costs a look", async () => {
  const { log, bringIn } = setUp();
  await bringIn.look();
  expect(log).toEqual(["the rooms of bob?", "bob hears den", "bob: room:entered den"]);
});

it("looks at nobody who hears what they came into", async () => {
  const { log, place, bringIn } = setUp();
  await bringIn.look();
  log.length = 0;
  await bringIn.look();
  expect([place, log]).toEqual([[undefined, "1-0"], []]);
});

it("looks at everybody where entrances were forgotten", async () => {
  const { log, news, bringIn } = setUp();
  news.isComplete = false;
  await bringIn.look();
  expect(log).toContain("eve: room:entered den");
});

it("takes back what was no longer true when they heard it", async () => {
  const { log, memberships, connections, bringIn } = setUp();
  for (const device of connections) {
    const { enter } = device;
    device.enter = async rooms => {
      memberships.set("bob", ["general"]);
      await enter(rooms);
    };
  }
  await bringIn.look();
  expect(log.slice(1)).toEqual(["bob hears den", "bob hears den no more"]);
});

it("looks again from where it was when Redis went away in between", async () => {
  const { place, connections, bringIn } = setUp();
  for (const device of connections) device.enter = () => Promise.reject(new Error("away"));
  await expect(bringIn.look()).rejects.toThrow("away");
  await expect(bringIn.look()).rejects.toThrow("away");
  expect(place).toEqual([undefined, undefined]);
});
