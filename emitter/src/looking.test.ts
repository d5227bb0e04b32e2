import { describe, expect, it } from "vitest";
import { ada, bob, inMemory } from "../test/in-memory.ts";

describe("presence", () => {
  it("says how a person is", async () => {
    const { verbs } = inMemory();
    await expect(verbs.presence({ user: { name: "Ada" } })).resolves.toEqual({ user: ada, state: "online" });
    await expect(verbs.presence({ user: bob.id })).resolves.toEqual({ user: bob, state: "offline", lastSeen: 5 });
  });

  it("says who is in a room", async () => {
    const { verbs } = inMemory();
    const online = [ada, { ...bob, away: true }];
    await expect(verbs.presence({ room: "general" })).resolves.toEqual({ room: "general", count: 2, online });
  });

  it("refuses what is not there, and what is neither", async () => {
    const { verbs } = inMemory();
    await expect(verbs.presence({ room: "nowhere" })).rejects.toMatchObject({ code: "not_found" });
    await expect(verbs.presence({ user: "eve00000" })).rejects.toMatchObject({ code: "not_found" });
    await expect(verbs.presence(JSON.parse("{}"))).rejects.toMatchObject({ code: "invalid_payload" });
  });
});

describe("history", () => {
  it("gives the newest page, or one before a place", async () => {
    const { verbs, told } = inMemory();
    await verbs.history("general");
    await verbs.history("general", { before: 7, limit: 2 });
    expect(told).toEqual([`50 of general before ${Number.MAX_SAFE_INTEGER}`, "2 of general before 7"]);
  });

  it.each([
    ["nowhere", {}, "not_found"],
    ["general", { limit: 0 }, "invalid_payload"],
    ["general", { before: 0.5 }, "invalid_payload"],
  ])("refuses %s with %j as %s", async (room, options, code) => {
    const { verbs } = inMemory();
    await expect(verbs.history(room, options)).rejects.toMatchObject({ code });
  });
});

it("closes a person's connections, which may come back with a valid token", async () => {
  const { verbs, told } = inMemory();
  await expect(verbs.disconnect({ name: "Ada" })).resolves.toEqual({ id: "id-1", receivers: 2 });
  expect(told).toEqual(["user:ada00000 is closed: unauthenticated true"]);
  await expect(verbs.disconnect({ name: "Eve" })).rejects.toMatchObject({ code: "not_found" });
});
