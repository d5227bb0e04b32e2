import { describe, expect, it } from "vitest";
import { ada, bob, caller, codeOf, eve, FakeRooms } from "../../test/fake-rooms.ts";
import { findPeople, findRooms, listMembers } from "./people.ts";

function setUp() {
  const rooms = new FakeRooms();
  const den = rooms.make({ id: "den" }, ada, bob);
  den.banned.add(eve.id);
  return { rooms, list: listMembers(rooms.ports) };
}

const page = { room: "den", limit: 50 };

describe("the members of a room", () => {
  it("are shown to members, with what they are doing", async () => {
    const { list } = setUp();
    const { members, banned } = await list(caller(bob), page);
    expect(members).toEqual([ada, bob].map(user => ({ ...user, state: "offline", lastSeen: 7 })));
    expect(banned).toBeUndefined();
  });

  it("come with who is banned, for the owner, on the first page", async () => {
    const { list } = setUp();
    expect((await list(caller(ada), page)).banned).toEqual([eve]);
    expect((await list(caller(ada), { ...page, after: "bob" })).banned).toBeUndefined();
  });

  it("are not shown to others", async () => {
    const { list } = setUp();
    expect(await codeOf(list(caller(eve), page))).toBe("forbidden");
  });
});

it("bounds searches, of people and of rooms together", async () => {
  const { rooms } = setUp();
  const { limiter, now } = rooms.ports;
  const people = { find: async () => [bob] };
  const directory = { find: async () => [], list: async () => [] };
  const search = { prefix: "b", limit: 5 };
  expect(await findPeople({ limiter, now, people })(caller(ada), search)).toEqual({ people: [bob] });
  expect(await findRooms({ limiter, now, directory })(caller(ada), search)).toEqual({ rooms: [] });
  expect(rooms.taken).toEqual([`find:${ada.id}`, `find:${ada.id}`]);
});
