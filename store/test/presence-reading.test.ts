import type { User } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, bob, openStore, t0, tab } from "./support.ts";

const { client } = await openStore();

beforeEach(async () => {
  await client.redis.run(commands => commands.flushall());
  await client.rooms.join("lounge", ada);
});

describe("a reading of a room's presence", () => {
  const most = 1_000;
  const read = (place = "", limit = most) => client.presence.read("lounge", { place, everybody: false, most: limit });
  const people = (count: number): User[] =>
    Array.from({ length: count }, (_, n) => ({ id: `user${n}user`, name: `User ${n}` }));
  const crowd = async (users: readonly User[]) => {
    for (const user of users) await client.rooms.join("lounge", user);
    await Promise.all(users.map(user => client.presence.register(tab(`c-${user.id}`, user))));
  };

  it("is of everybody first, and then of what changed since", async () => {
    await client.presence.register(tab("a"));
    const first = await read();
    expect(first).toMatchObject({ kind: "all", count: 1, isLost: false, people: [{ user: ada, state: "online" }] });
    expect(await read(first.place)).toMatchObject({ kind: "changes", changes: [], place: first.place });
    await client.rooms.join("lounge", bob);
    await client.presence.register(tab("b", bob));
    await client.presence.unregister(tab("a"), t0 + 7);
    expect(await read(first.place)).toMatchObject({
      kind: "changes",
      count: 1,
      changes: [
        { user: bob, state: "online" },
        { user: { id: ada.id }, state: "offline", lastSeen: t0 + 7 },
      ],
    });
  });

  it("is of everybody where the single changes were trimmed, which is no loss", async () => {
    await client.presence.register(tab("a"));
    const { place } = await read();
    for (let turn = 0; turn < 300; turn += 1) {
      await client.presence.register(tab("a", ada, { isIdle: turn % 2 === 0 }));
    }
    expect(await read(place)).toMatchObject({ kind: "all", count: 1, isLost: false });
    expect(await client.redis.run(c => c.xlen(client.keys.room("lounge").presence))).toBeLessThan(250);
  });

  it("says that something was lost where Redis does not know the place any more", async () => {
    await client.presence.register(tab("a"));
    const { place } = await read();
    const { presence } = client.keys.room("lounge");
    await client.redis.run(commands => commands.xdel(presence, place.split(" ")[1] ?? ""));
    expect(await read(place)).toMatchObject({ kind: "all", isLost: true });
    await client.redis.run(commands => commands.flushall());
    expect(await read(place)).toMatchObject({ kind: "all", count: 0, isLost: true, place: "" });
    await client.rooms.join("lounge", bob);
    await client.presence.register(tab("b", bob));
    expect(await read(place)).toMatchObject({ kind: "all", count: 1, isLost: true });
  });

  it("knows after a loss who went since, and that somebody was forgotten", async () => {
    await client.presence.register(tab("a"));
    const { place } = await read();
    await client.redis.run(commands => commands.flushall());
    expect(await client.presence.unregister(tab("a"), t0)).toEqual({ wasKnown: false });
    for (const user of [ada, bob]) await client.rooms.join("lounge", user);
    await client.presence.register(tab("a"));
    await client.presence.register(tab("b", bob));
    expect(await client.presence.unregister(tab("a"), t0 + 7)).toEqual({ wasKnown: true });
    const people = [
      { user: { id: ada.id }, state: "offline" },
      { user: bob, state: "online" },
    ];
    expect(await read(place)).toMatchObject({ kind: "all", isLost: true, count: 1, people });
  });

  it("only counts where people are too many", async () => {
    const users = people(12);
    await crowd(users);
    expect(await read("", 10)).toEqual({ kind: "count", count: 12, isLost: false, place: expect.any(String) });
    expect(await read("", 12)).toMatchObject({ kind: "all", count: 12 });
  });
});
