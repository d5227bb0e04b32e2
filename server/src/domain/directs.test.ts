import { directRoomId } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { ada, bob, caller, FakeRooms } from "../../test/fake-rooms.ts";
import { introduce, openDirect } from "./directs.ts";

const room = directRoomId(ada.id, bob.id);

it("is not told to the other person before something was said in it", async () => {
  const rooms = new FakeRooms();
  await openDirect(rooms.ports)(caller(ada), { name: bob.name });
  expect(rooms.told).toEqual([`${ada.id} hears ${room}`, `${ada.id}: room:entered`]);
  await introduce(rooms.ports)(room, ada);
  expect(rooms.told.slice(2)).toEqual([`${bob.id} hears ${room}`, `${bob.id}: room:entered`]);
});

it("is heard by both where something was said, and told to nobody who knows it", async () => {
  const rooms = new FakeRooms();
  rooms.make({ id: room, kind: "direct" }, ada, bob);
  rooms.head = 3;
  await openDirect(rooms.ports)(caller(ada), { user: bob.id });
  expect(rooms.told).toEqual([`${ada.id} hears ${room}`, `${bob.id} hears ${room}`]);
});

it("is no matter of a room of more people", async () => {
  const rooms = new FakeRooms();
  await introduce(rooms.ports)("lounge", ada);
  expect(rooms.told).toEqual([]);
});
