import type { PresenceDiff } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { nobody, withDiff, withSnapshot } from "./presence.ts";

const ada = { id: "ada", name: "Ada" };
const bob = { id: "bob", name: "Bob" };
const diff = (change: Partial<PresenceDiff>): PresenceDiff => ({
  room: "den",
  online: [],
  offline: [],
  count: 0,
  ...change,
});
const both = withSnapshot(nobody, { online: [ada, { ...bob, away: true }], count: 2 });

describe("who is in a room", () => {
  it("is as a snapshot lists them, away or not", () => {
    expect(both.online).toEqual([
      { ...ada, away: false },
      { ...bob, away: true },
    ]);
    expect(both.onlineCount).toBe(2);
  });

  it("changes by diffs: who came, who is away, who went and when", () => {
    const after = withDiff(
      both,
      diff({ online: [{ ...ada, away: true }], offline: [{ id: "bob", lastSeen: 7 }], count: 1 }),
    );
    expect(after.online).toEqual([{ ...ada, away: true }]);
    expect(after.lastSeen).toEqual(new Map([["bob", 7]]));
    expect(both.lastSeen.size).toBe(0);
  });

  it("was last seen when a snapshot says so, whatever was known before", () => {
    const snapshot = { online: [ada], count: 1, offline: [{ id: "bob", lastSeen: 9 }] };
    expect(withSnapshot(nobody, snapshot).lastSeen).toEqual(new Map([["bob", 9]]));
    const gone = withDiff(both, diff({ offline: [{ id: "bob", lastSeen: 7 }], count: 1 }));
    expect(withSnapshot(gone, snapshot).lastSeen).toEqual(new Map([["bob", 9]]));
  });

  it("was last seen no more once they are back, by a diff or by a snapshot", () => {
    const gone = withDiff(both, diff({ offline: [{ id: "bob", lastSeen: 7 }], count: 1 }));
    expect(withDiff(gone, diff({ online: [bob], count: 2 })).lastSeen.size).toBe(0);
    expect(withSnapshot(gone, { online: [bob], count: 1 }).lastSeen.size).toBe(0);
    expect(withSnapshot(gone, { online: [ada], count: 1 }).lastSeen.size).toBe(1);
  });

  it("is a number alone where they are too many, and a list again when that is over", () => {
    const many = withDiff(both, diff({ count: 900, countOnly: true }));
    expect(many).toMatchObject({ online: [], onlineCount: 900 });
    expect(withDiff(many, diff({ online: [ada], count: 1 }))).toMatchObject({
      online: [{ id: "ada" }],
      onlineCount: 1,
    });
  });
});
