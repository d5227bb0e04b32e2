import { directRoomId } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { ada, bob, caller, codeOf, FakeRooms } from "../../test/fake-rooms.ts";
import { createRoom, joinRoom, leaveRoom } from "./rooms.ts";

describe("joining", () => {
  it("has all devices of somebody new hear the room, and tells them", async () => {
    const rooms = new FakeRooms();
    await joinRoom(rooms.ports)(caller(ada), { room: "lounge" });
    expect(rooms.told).toEqual([`${ada.id} hears lounge`, `${ada.id}: room:entered`]);
  });

  it("makes a room that is not there, which counts like making it on purpose", async () => {
    const rooms = new FakeRooms();
    await joinRoom(rooms.ports)(caller(ada), { room: "lounge" });
    expect(rooms.all.get("lounge")?.facts.kind).toBe("public");
    expect(rooms.taken).toEqual([`room:${ada.id}`]);
    await joinRoom(rooms.ports)(caller(bob), { room: "lounge" });
    expect(rooms.taken).toHaveLength(1);
  });

  it("has a private room made again that Redis has lost, whether somebody took its id or not", async () => {
    for (const isTaken of [false, true]) {
      const rooms = new FakeRooms();
      const den = { id: "den", kind: "private", title: "den", owner: ada.id } as const;
      rooms.remembered.set("den", den);
      if (isTaken) rooms.make({ id: "den", kind: "public", owner: bob.id }, bob);
      rooms.heal = () => void rooms.make(den, ada);
      await joinRoom(rooms.ports)(caller(bob), { room: "den" });
      expect(rooms.all.get("den")?.facts).toEqual(den);
    }
  });

  it("tells a member nothing new", async () => {
    const rooms = new FakeRooms();
    rooms.make({ id: "lounge" }, ada);
    await joinRoom(rooms.ports)(caller(ada), { room: "lounge" });
    expect(rooms.told).toEqual([`${ada.id} hears lounge`]);
  });

  it("is undone where somebody was shown out at the same moment", async () => {
    const rooms = new FakeRooms();
    const { members } = rooms.make({ id: "lounge" });
    rooms.meanwhile = () => members.clear();
    expect(await codeOf(joinRoom(rooms.ports)(caller(ada), { room: "lounge" }))).toBe("forbidden");
    expect(rooms.told.at(-1)).toBe(`${ada.id} hears lounge no more`);
  });

  it("is refused where somebody was shown out while they read what they missed", async () => {
    const rooms = new FakeRooms();
    const { members } = rooms.make({ id: "lounge", kind: "public" });
    const catchUp = async () => members.clear() as never;
    expect(await codeOf(joinRoom({ ...rooms.ports, catchUp })(caller(ada), { room: "lounge" }))).toBe("forbidden");
  });

  it("is not for a direct room of two others, nor for one that nobody opened", async () => {
    const rooms = new FakeRooms();
    const join = joinRoom(rooms.ports);
    expect(await codeOf(join(caller(ada), { room: directRoomId(bob.id, "zedzedzed") }))).toBe("forbidden");
    expect(await codeOf(join(caller(ada), { room: directRoomId(ada.id, bob.id) }))).toBe("not_found");
  });
});

describe("creating", () => {
  it("makes whoever asks the owner, for whom the title is the id where none was given", async () => {
    const rooms = new FakeRooms();
    await createRoom(rooms.ports)(caller(bob), { room: "den", kind: "private" });
    expect(rooms.all.get("den")?.facts).toEqual({ id: "den", kind: "private", title: "den", owner: bob.id });
    expect(rooms.told).toEqual([`${bob.id} hears den`, `${bob.id}: room:entered`]);
  });

  it("is refused where the id is taken, that of general even before anybody came", async () => {
    const rooms = new FakeRooms();
    const create = createRoom(rooms.ports);
    rooms.make({ id: "den" });
    expect(await codeOf(create(caller(bob), { room: "den", kind: "public" }))).toBe("conflict");
    expect(await codeOf(create(caller(bob), { room: "general", kind: "public" }))).toBe("conflict");
  });

  it("is refused where Redis has lost the room of that id, and it is made again", async () => {
    const rooms = new FakeRooms();
    rooms.heal = () => void rooms.make({ id: "den" }, ada);
    expect(await codeOf(createRoom(rooms.ports)(caller(bob), { room: "den", kind: "public" }))).toBe("conflict");
  });

  it("counts against a limit of its own", async () => {
    const rooms = new FakeRooms();
    await createRoom(rooms.ports)(caller(bob), { room: "den", kind: "private" });
    expect(rooms.taken).toEqual([`room:${bob.id}`]);
  });
});

describe("leaving", () => {
  it("ends the membership on all devices, and tells them why", async () => {
    const rooms = new FakeRooms();
    const { members } = rooms.make({ id: "den" }, ada, bob);
    await leaveRoom(rooms.ports)(caller(bob), { room: "den" });
    expect([...members]).toEqual([ada.id]);
    expect(rooms.told).toEqual([`${bob.id} hears den no more`, `${bob.id}: room:exited`]);
  });

  it("is told to nobody where somebody was not in", async () => {
    const rooms = new FakeRooms();
    rooms.make({ id: "den" }, ada);
    expect(await codeOf(leaveRoom(rooms.ports)(caller(bob), { room: "den" }))).toBe("accepted");
    expect(rooms.told).toEqual([]);
    await leaveRoom(rooms.ports)(caller(bob, "den"), { room: "den" });
    expect(rooms.told).toEqual([`${bob.id} hears den no more`, `${bob.id}: room:exited`]);
  });

  it("leaves nobody deaf who was let in again at the same moment", async () => {
    const rooms = new FakeRooms();
    const { members } = rooms.make({ id: "den" }, ada, bob);
    rooms.meanwhile = () => members.add(bob.id);
    await leaveRoom(rooms.ports)(caller(bob), { room: "den" });
    expect(rooms.told.slice(-2)).toEqual([`${bob.id} hears den`, `${bob.id}: room:entered`]);
  });

  it.each(["general", directRoomId(ada.id, bob.id)])("is for nobody in %s", async room => {
    expect(await codeOf(leaveRoom(new FakeRooms().ports)(caller(ada), { room }))).toBe("forbidden");
  });
});
