import { directRoomId, systemUser } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { ada, bob, caller, codeOf, eve, FakeRooms } from "../../test/fake-rooms.ts";
import { inviteToRoom } from "./inviting.ts";

function setUp() {
  const rooms = new FakeRooms();
  const { members } = rooms.make({ id: "den" }, ada, bob);
  return { rooms, members, invite: inviteToRoom(rooms.ports) };
}

it("brings in whom any member names, by id or by name, and tells all their devices", async () => {
  const { rooms, members, invite } = setUp();
  expect(await invite(caller(bob), { room: "den", name: "Eve" })).toEqual({ user: eve });
  expect([...members]).toContain(eve.id);
  expect(rooms.told).toEqual([`${eve.id} hears den`, `${eve.id}: room:entered`]);
});

it("tells who is in already once more: they may not have heard of it", async () => {
  const { rooms, invite } = setUp();
  expect(await invite(caller(ada), { room: "den", user: bob.id })).toEqual({ user: bob });
  expect(rooms.told).toEqual([`${bob.id} hears den`, `${bob.id}: room:entered`]);
});

it("is for members only", async () => {
  const { invite } = setUp();
  expect(await codeOf(invite(caller(eve), { room: "den", user: eve.id }))).toBe("forbidden");
  expect(await codeOf(invite(caller(eve), { room: "nowhere", user: eve.id }))).toBe("not_found");
});

it("keeps direct rooms to two, and knows only people with an account", async () => {
  const { invite } = setUp();
  expect(await codeOf(invite(caller(ada), { room: directRoomId(ada.id, bob.id), user: eve.id }))).toBe("forbidden");
  expect(await codeOf(invite(caller(ada), { room: "den", name: "Nobody" }))).toBe("not_found");
  expect(await codeOf(invite(caller(ada), { room: "den", user: systemUser.id }))).not.toBe("accepted");
});

it("is bounded for each user", async () => {
  const { rooms, invite } = setUp();
  await invite(caller(ada), { room: "den", user: eve.id });
  expect(rooms.taken).toEqual([`invite:${ada.id}`]);
});
