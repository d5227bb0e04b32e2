import { HubbubError, type RoomFacts } from "@hubbub/protocol";
import { expect, it, vi } from "vitest";
import type { Absent } from "./attendance.ts";
import { repair } from "./repair.ts";

const room = "den";
const here = (count: number) =>
  new Set(
    Array.from({ length: count }, (_, n) => ({
      id: `c${n}`,
      user: { id: `u${n}`, name: "U" },
      since: 1,
      isIdle: false,
      saysAway: false,
      rooms: [room],
    })),
  );
const setUp = (count: number) => ({
  connections: here(count),
  epochs: { endForeign: vi.fn(async () => 0) },
  rooms: { join: vi.fn(), restore: vi.fn() },
  entrances: {
    since: vi.fn(async () => ({
      place: undefined,
      entrances: [] as { room: string; user: string }[],
      isComplete: true,
    })),
  },
  memory: { of: vi.fn((_room: string): RoomFacts | undefined => undefined), startOver: vi.fn() },
  attendance: { absent: [] as Absent[], restore: vi.fn(async () => {}), restoreAbsent: vi.fn(async () => {}) },
});

it("ends the epochs of what Redis came back with before anybody is made a member by it", async () => {
  const deps = setUp(1);
  await repair(deps, false);
  expect(deps.epochs.endForeign).not.toHaveBeenCalled();
  await repair(deps, true);
  const [ended] = deps.epochs.endForeign.mock.invocationCallOrder;
  const [joined] = deps.rooms.join.mock.invocationCallOrder;
  expect(ended).toBeLessThan(joined ?? 0);
});

it("makes everybody a member of what they hear, then present", async () => {
  const deps = setUp(250);
  await repair(deps, true);
  expect(deps.rooms.join).toHaveBeenCalledTimes(250);
  expect(deps.attendance.restore).toHaveBeenCalledTimes(250);
  const [lastJoin] = deps.rooms.join.mock.invocationCallOrder.slice(-1);
  expect(deps.attendance.restore.mock.invocationCallOrder[0]).toBeGreaterThan(lastJoin ?? 0);
});

it("does not bring back who leaves before their turn", async () => {
  const deps = setUp(250);
  const [last] = [...deps.connections].slice(-1);
  deps.attendance.restore.mockImplementationOnce(async () => {
    if (last) deps.connections.delete(last);
  });
  await repair(deps, true);
  expect(deps.attendance.restore).toHaveBeenCalledTimes(249);
});

it("makes those members again, too, who have just closed their connection", async () => {
  const deps = setUp(1);
  deps.attendance.absent.push({
    id: "gone",
    user: { id: "u9", name: "U" },
    since: 1,
    isIdle: false,
    saysAway: false,
    rooms: ["hall"],
  });
  await repair(deps, true);
  expect(deps.rooms.join.mock.calls.map(([room, { id }]) => `${id} in ${room}`)).toEqual(["u0 in den", "u9 in hall"]);
  expect(deps.attendance.restoreAbsent).toHaveBeenCalledOnce();
});

it("asks Redis for few things at once, and rejects when it is away", async () => {
  const deps = setUp(250);
  deps.rooms.join.mockRejectedValue(new Error("away"));
  await expect(repair(deps, true)).rejects.toThrow("away");
  expect(deps.rooms.join).toHaveBeenCalledTimes(100);
  expect(deps.attendance.restore).not.toHaveBeenCalled();
});

it("makes a room again as it was, where that is known", async () => {
  const deps = setUp(1);
  const den: RoomFacts = { id: room, kind: "private", title: "The den", owner: "u0" };
  deps.memory.of.mockReturnValue(den);
  await repair(deps, true);
  expect(deps.rooms.restore).toHaveBeenCalledExactlyOnceWith(den, { id: "u0", name: "U" });
  expect(deps.memory.startOver).toHaveBeenCalledOnce();
  expect(deps.rooms.join).not.toHaveBeenCalled();
});

it("makes nobody a member who was only taken for gone", async () => {
  const deps = setUp(3);
  await repair(deps, false);
  expect(deps.rooms.join).not.toHaveBeenCalled();
  expect(deps.attendance.restore).toHaveBeenCalledTimes(3);
});

it("goes on where somebody was shown out of a room that others had repaired", async () => {
  const deps = setUp(3);
  deps.rooms.join.mockRejectedValueOnce(new HubbubError("forbidden", "banned"));
  await repair(deps, true);
  expect(deps.attendance.restore).toHaveBeenCalledTimes(3);
});

it("leaves out of a private room who came in since the loss, unless it is theirs", async () => {
  const deps = setUp(3);
  deps.memory.of.mockReturnValue({ id: room, kind: "private", title: "The den", owner: "u0" });
  const entrances = ["u0", "u1"].map(user => ({ room, user }));
  deps.entrances.since.mockResolvedValueOnce({ place: undefined, entrances, isComplete: true });
  await repair(deps, true);
  expect(deps.rooms.restore.mock.calls.map(([, { id }]) => id)).toEqual(["u0", "u2"]);
  expect(deps.attendance.restore).toHaveBeenCalledTimes(3);
});
