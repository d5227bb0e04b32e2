import { expect, it, vi } from "vitest";
import { reviewMembers } from "./review.ts";

function setUp() {
  const asked: [room: string, users: readonly string[]][] = [];
  const out: string[] = [];
  const device = (id: string, ...rooms: string[]) => ({
    user: { id, name: id },
    rooms,
    showOut: (left: readonly string[]) => void out.push(...left.map(room => `${id} ${room}`)),
  });
  const strangers = vi.fn(async (room: string, users: readonly string[]) => {
    asked.push([room, users]);
    return users.filter(user => user === "bob");
  });
  const look = { rooms: new Map(), left: ["den"], starts: 0 };
  const memory = { look: async () => look, keep: vi.fn(() => true) };
  const connections = [device("ada", "den"), device("bob", "den", "hall"), device("bob", "den"), device("eve", "hall")];
  const deps = { connections, rooms: { strangers }, memory, isWhole: vi.fn(async () => true) };
  return { asked, out, deps };
}

it("ends the hearing of those who are not members, on all their devices, in the rooms it is about", async () => {
  const { asked, out, deps } = setUp();
  await reviewMembers(deps);
  expect(asked).toEqual([["den", ["ada", "bob"]]]);
  expect(out).toEqual(["bob den", "bob den"]);
});

it("shows nobody out whom Redis lost, and is to be done again", async () => {
  const { out, deps } = setUp();
  deps.isWhole.mockResolvedValueOnce(false);
  await reviewMembers(deps);
  expect(out).toEqual([]);
  expect(deps.memory.keep).not.toHaveBeenCalled();
});

it("shows nobody out where all was lost and made again since it began", async () => {
  const { out, deps } = setUp();
  deps.memory.keep.mockReturnValueOnce(false);
  await reviewMembers(deps);
  expect(out).toEqual([]);
});

it("is to be done again where Redis went away in the middle", async () => {
  const { deps } = setUp();
  deps.rooms.strangers.mockRejectedValueOnce(new Error("away"));
  await expect(reviewMembers(deps)).rejects.toThrow("away");
  expect(deps.memory.keep).not.toHaveBeenCalled();
});
