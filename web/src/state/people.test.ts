import type { RoomView } from "@hubbub/client";
import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { ada, bob, roomView } from "../../test/examples.ts";
import { People, partnerOf } from "./people.ts";

const online = (...people: readonly { id: string; name: string; away?: boolean }[]) => ({
  online: people.map(person => ({ away: false, ...person })),
  onlineCount: people.length,
});

it("lists who is online, then who is away, then who went", () => {
  const rooms = signal<readonly RoomView[]>([roomView(online(bob, ada, { id: "eveeveeve", name: "eve" }))]);
  const people = new People(rooms);
  expect(people.listed.value.map(({ name }) => name)).toEqual(["ada", "bob", "eve"]);
  rooms.value = [
    roomView({ ...online({ ...ada, away: true }, { id: "eveeveeve", name: "eve" }), lastSeen: new Map([[bob.id, 7]]) }),
  ];
  expect(people.listed.value).toEqual([
    { id: "eveeveeve", name: "eve", state: "online", lastSeen: null },
    { ...ada, state: "away", lastSeen: null },
    { ...bob, state: "offline", lastSeen: 7 },
  ]);
});

it("knows from any room how somebody is", () => {
  const rooms = signal([
    roomView({ onlineCount: 900, lastSeen: new Map([[ada.id, 5]]) }),
    roomView({ id: `dm:${ada.id}:${bob.id}`, kind: "direct", ...online({ ...bob, away: true }) }),
    roomView({ id: "other", lastSeen: new Map([[ada.id, 9]]) }),
  ]);
  const people = new People(rooms);
  expect(people.presence(bob.id)).toEqual({ state: "away", lastSeen: null });
  expect(people.presence(ada.id)).toEqual({ state: "offline", lastSeen: 9 });
  expect(people.presence("nobodyyyy")).toEqual({ state: "offline", lastSeen: null });
  expect(people.count.value).toBe(900);
});

it("knows the other one of a direct room", () => {
  expect(partnerOf({ id: `dm:${ada.id}:${bob.id}` }, ada)).toBe(bob.id);
  expect(partnerOf({ id: "general" }, ada)).toBeNull();
});
