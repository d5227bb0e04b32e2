import { describe, expect, it } from "vitest";
import { authorize, type Errand, errandOf, everything } from "./scope.ts";

const allows = (scope: Partial<typeof everything>, errand: Errand): boolean => {
  try {
    authorize("job", { ...everything, ...scope }, errand);
    return true;
  } catch {
    return false;
  }
};

const toRoom = (room: string): Errand => ({ verb: "announce", whom: { room } });

describe("a scope", () => {
  it("is bounded by verbs", () => {
    expect(allows({ verbs: ["announce", "notify"] }, toRoom("general"))).toBe(true);
    expect(allows({ verbs: ["notify"] }, toRoom("general"))).toBe(false);
  });

  it("is bounded by rooms, by id or by what ids begin with", () => {
    const rooms = ["general", "ops-*"];
    expect(["general", "ops-eu", "ops-"].map(room => allows({ rooms }, toRoom(room)))).toEqual([true, true, true]);
    expect(["generals", "ops", "hr"].map(room => allows({ rooms }, toRoom(room)))).toEqual([false, false, false]);
  });

  it("of rooms alone reaches no people, and not what two people write to each other", () => {
    const message: Errand = { verb: "message", whom: "people" };
    const direct: Errand = { verb: "history", whom: { room: "dm:ada00000:bob00000" } };
    expect([message, direct].map(errand => allows({ people: false }, errand))).toEqual([false, false]);
    expect([message, direct].map(errand => allows({ rooms: [] }, errand))).toEqual([true, true]);
  });

  it("reaches everyone only where nobody is left out", () => {
    const everyone: Errand = { verb: "notify", whom: "everyone" };
    expect(allows({}, everyone)).toBe(true);
    expect(allows({ people: false }, everyone)).toBe(false);
    expect(allows({ rooms: ["general"] }, everyone)).toBe(false);
  });

  it("says what the key lacks", () => {
    const refused = () => authorize("job", { ...everything, rooms: ["hr"] }, toRoom("general"));
    expect(refused).toThrow("The key job may not reach the room general.");
  });
});

describe("what a call asks for", () => {
  it.each([
    [{ verb: "announce", room: "general", text: "Hello" }, { room: "general" }],
    [{ verb: "join", room: "general", user: "ada00000" }, { room: "general" }],
    [{ verb: "message", user: { name: "ada" }, text: "Hello" }, "people"],
    [{ verb: "notify", target: { room: "general" }, text: "Hello" }, { room: "general" }],
    [{ verb: "notify", target: { users: ["ada00000"] }, text: "Hello" }, "people"],
    [{ verb: "notify", target: "everyone", text: "Hello" }, "everyone"],
  ] as const)("of %j is %j", (call, whom) => {
    expect(errandOf(call)).toEqual({ verb: call.verb, whom });
  });
});
