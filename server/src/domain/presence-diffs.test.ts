import { describe, expect, it } from "vitest";
import type { PresenceChange } from "./ports.ts";
import { diffOf, PresenceDiffs } from "./presence-diffs.ts";

const change = (room: string, id: string, online: boolean): PresenceChange => ({
  room,
  user: { id, name: id.toUpperCase() },
  online,
  lastSeen: 5,
  count: 1,
});

describe("presence diffs", () => {
  it("keep the last state per user, room by room", () => {
    const diffs = new PresenceDiffs();
    diffs.add([change("den", "ada", true), change("den", "bob", true), change("hall", "ada", true)]);
    diffs.add([change("den", "ada", false)]);
    expect(diffs.take()).toEqual([
      { room: "den", changes: [change("den", "ada", false), change("den", "bob", true)] },
      { room: "hall", changes: [change("hall", "ada", true)] },
    ]);
  });

  it("take back what could not be told, unless something newer came meanwhile", () => {
    const diffs = new PresenceDiffs();
    diffs.add([change("den", "ada", true), change("den", "bob", true)]);
    const [taken] = diffs.take();
    diffs.add([change("den", "ada", false)]);
    if (taken) diffs.putBack(taken);
    expect(diffs.take()).toEqual([{ room: "den", changes: [change("den", "ada", false), change("den", "bob", true)] }]);
  });

  it("gather anew after each flush", () => {
    const diffs = new PresenceDiffs();
    diffs.add([change("den", "ada", true)]);
    diffs.take();
    expect(diffs.take()).toEqual([]);
  });

  it("tell what is true when they leave: somebody who came back elsewhere is online", () => {
    const pending = { room: "den", changes: [change("den", "ada", false), change("den", "bob", false)] };
    const snapshot = { online: [{ id: "ada", name: "ADA" }], count: 1 };
    expect(diffOf(pending, snapshot)).toEqual({
      room: "den",
      online: [{ id: "ada", name: "ADA" }],
      offline: [{ id: "bob", lastSeen: 5 }],
      count: 1,
    });
  });

  it("believe the change where the snapshot does not list everybody", () => {
    const pending = { room: "den", changes: [change("den", "ada", true)] };
    const snapshot = { online: [{ id: "bob", name: "BOB" }], count: 900 };
    expect(diffOf(pending, snapshot)).toEqual({
      room: "den",
      online: [{ id: "ada", name: "ADA" }],
      offline: [],
      count: 900,
    });
  });
});
