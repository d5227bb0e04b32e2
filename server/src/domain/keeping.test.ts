import { describe, expect, it } from "vitest";
import { ada, bob, caller, codeOf, eve, FakeRooms } from "../../test/fake-rooms.ts";
import { banMember, changeRoom, muteMember, removeMember } from "./keeping.ts";

/** A den of Ada's, with Bob in it. */
function setUp() {
  const rooms = new FakeRooms();
  const den = rooms.make({ id: "den" }, ada, bob);
  const { ports } = rooms;
  return {
    rooms,
    den,
    change: changeRoom(ports),
    remove: removeMember(ports),
    mute: muteMember(ports),
    ban: banMember(ports),
  };
}

const room = "den";

describe("only the owner", () => {
  it("changes, removes, mutes and bans", async () => {
    const { rooms, change, remove, mute, ban } = setUp();
    rooms.make({ id: "general", kind: "public", owner: null }, ada, bob);
    for (const [user, where] of [
      [bob, room],
      [ada, "general"],
    ] as const) {
      const asked = [
        change(caller(user), { room: where, title: "Mine" }),
        remove(caller(user), { room: where, user: eve.id }),
        mute(caller(user), { room: where, user: eve.id, until: 5_000 }),
        ban(caller(user), { room: where, user: eve.id, banned: true }),
        ban(caller(user), { room: where, user: eve.id, banned: false }),
      ];
      expect(new Set(await Promise.all(asked.map(codeOf)))).toEqual(new Set(["forbidden"]));
    }
    expect(rooms.told).toEqual([]);
  });

  it("is not removed, muted or banned", async () => {
    const { remove, mute, ban } = setUp();
    expect(await codeOf(remove(caller(ada), { room, user: ada.id }))).toBe("forbidden");
    expect(await codeOf(mute(caller(ada), { room, user: ada.id, until: 5_000 }))).toBe("forbidden");
    expect(await codeOf(ban(caller(ada), { room, user: ada.id, banned: true }))).toBe("forbidden");
  });

  it("is told when there is no such room or no such person", async () => {
    const { ban } = setUp();
    expect(await codeOf(ban(caller(ada), { room: "nowhere", user: bob.id, banned: true }))).toBe("not_found");
    expect(await codeOf(ban(caller(ada), { room, user: "nobodyhere", banned: true }))).toBe("not_found");
  });
});

describe("a change", () => {
  it("is told to the room", async () => {
    const { rooms, change } = setUp();
    const answer = await change(caller(ada), { room, title: "The den" });
    expect(answer).toEqual({ room: { id: room, kind: "private", title: "The den", owner: ada.id } });
    expect(rooms.told).toEqual(["den: room:changed"]);
  });

  it("passes the room on to somebody who may speak from then on", async () => {
    const { rooms, change, den } = setUp();
    await change(caller(ada), { room, owner: bob.id });
    expect(rooms.told).toEqual([`${bob.id}: room:muted`, "den: room:changed"]);
    expect(den.facts).toMatchObject({ owner: bob.id, title: "den" });
    expect(await codeOf(change(caller(ada), { room, owner: ada.id }))).toBe("forbidden");
  });
});

describe("whoever is removed or banned", () => {
  it("hears nothing more, and is told why", async () => {
    const { rooms, den, remove, ban } = setUp();
    den.members.add(eve.id);
    await remove(caller(ada), { room, user: bob.id });
    await ban(caller(ada), { room, user: eve.id, banned: true });
    expect([...den.members]).toEqual([ada.id]);
    expect([...den.banned]).toEqual([eve.id]);
    const out = (id: string) => [`${id} hears den no more`, `${id}: room:exited`];
    expect(rooms.told).toEqual([...out(bob.id), "den: typing:change", ...out(eve.id), "den: typing:change"]);
  });

  it("is told nothing where they are not in the room", async () => {
    const { rooms, den, remove, ban } = setUp();
    await remove(caller(ada), { room, user: eve.id });
    await ban(caller(ada), { room, user: eve.id, banned: true });
    expect([...den.banned]).toEqual([eve.id]);
    expect(rooms.told).toEqual([]);
  });

  it("may come back once the ban is lifted", async () => {
    const { den, ban } = setUp();
    await ban(caller(ada), { room, user: bob.id, banned: true });
    await ban(caller(ada), { room, user: bob.id, banned: false });
    expect([...den.banned]).toEqual([]);
  });
});

describe("whoever is muted", () => {
  it("is told until when; a time that has passed ends it", async () => {
    const { rooms, mute } = setUp();
    await mute(caller(ada), { room, user: bob.id, until: 5_000 });
    await mute(caller(ada), { room, user: bob.id, until: 999 });
    expect(rooms.muted).toEqual([
      [room, bob.id, 5_000],
      [room, bob.id, 0],
    ]);
    expect(rooms.told).toEqual([`${bob.id}: room:muted`, "den: typing:change", `${bob.id}: room:muted`]);
  });

  it("is in the room, or was when it is ended", async () => {
    const { rooms, mute } = setUp();
    expect(await codeOf(mute(caller(ada), { room, user: eve.id, until: 5_000 }))).toBe("not_found");
    expect(await codeOf(mute(caller(ada), { room, user: eve.id, until: 0 }))).toBe("accepted");
    expect(rooms.muted).toEqual([[room, eve.id, 0]]);
    expect(rooms.told).toEqual([]);
  });
});
