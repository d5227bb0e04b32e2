import { describe, expect, it } from "vitest";
import { ada, inMemory } from "../test/in-memory.ts";
import { readersOf } from "./verbs.ts";

describe("announce", () => {
  it("puts the text in the log under the speaker's name, and gives its place as the receipt", async () => {
    const { verbs, log } = inMemory();
    await expect(verbs.announce("general", "Report")).resolves.toEqual({
      id: "id-1",
      room: "general",
      epoch: "e1",
      seq: 1,
    });
    expect(log).toEqual([{ room: "general", text: "Report", clientMessageId: "id-1", user: "Nightly" }]);
  });

  it("finds general in a deployment that nobody has come to yet, and does not stay in it", async () => {
    const { verbs, members } = inMemory([]);
    await expect(verbs.announce("general", "First")).resolves.toMatchObject({ room: "general", seq: 1 });
    expect([...members]).toEqual([]);
  });

  it("makes general once where many begin at the same moment", async () => {
    const { verbs, log, members } = inMemory([]);
    await Promise.all(Array.from({ length: 20 }, (_, index) => verbs.announce("general", `line ${index}`)));
    expect(log).toHaveLength(20);
    expect([...members]).toEqual([]);
  });

  it("uses the idempotency key as the message's own id", async () => {
    const { verbs, log } = inMemory();
    const receipt = await verbs.announce("general", "Report", { idempotencyKey: "report-7" });
    expect(receipt.id).toBe("report-7");
    expect(log[0]?.clientMessageId).toBe("report-7");
  });

  it.each([
    ["nowhere", "Report", {}, "not_found"],
    ["No Room", "Report", {}, "invalid_payload"],
    ["dm:ada00000:bob00000", "Report", {}, "invalid_payload"],
    ["general", "", {}, "invalid_payload"],
    ["general", "x".repeat(4_001), {}, "too_large"],
    ["general", "Report", { idempotencyKey: "with space" }, "invalid_payload"],
  ])("refuses %s, %.6s, %j as %4$s", async (room, text, options, code) => {
    const { verbs, log } = inMemory();
    await expect(verbs.announce(room, text, options)).rejects.toMatchObject({ name: "HubbubError", code });
    expect(log).toEqual([]);
  });
});

describe("message", () => {
  it("goes to the direct room of the system user and the person, by name or by id", async () => {
    const { verbs, log } = inMemory();
    await verbs.message({ name: "Ada" }, "Your order left");
    await verbs.message(ada.id, "It arrived");
    expect(log.map(({ room }) => room)).toEqual(["dm:ada00000:hubbubsystem", "dm:ada00000:hubbubsystem"]);
  });

  it("lets the person's connections hear a direct room that is new", async () => {
    const { verbs, told, packets } = inMemory();
    await verbs.message({ name: "Ada" }, "Your order left");
    await verbs.message({ name: "Ada" }, "It arrived");
    expect(told).toEqual([
      "replicas: enter dm:ada00000:hubbubsystem ada00000",
      "ada00000 came into dm:ada00000:hubbubsystem",
      "Ada is in dm:ada00000:hubbubsystem",
    ]);
    expect(packets.map(({ addresses, event }) => [addresses, event])).toEqual([[["user:ada00000"], "room:entered"]]);
  });

  it("refuses an unknown person as not_found", async () => {
    const { verbs } = inMemory();
    await expect(verbs.message({ name: "Eve" }, "Hello")).rejects.toMatchObject({ code: "not_found" });
    await expect(verbs.message("eve00000", "Hello")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("notify", () => {
  it("reaches a person, people, a room or everyone by their addresses", async () => {
    const { verbs, packets } = inMemory();
    await verbs.notify({ user: { name: "Ada" } }, { text: "Hello" });
    await verbs.notify({ users: [ada.id, { name: "Bob" }] }, { text: "Hello" });
    await verbs.notify({ room: "general" }, { text: "Hello" });
    await verbs.notify("everyone", { text: "Hello" });
    expect(packets.map(({ addresses }) => addresses)).toEqual([
      ["user:ada00000"],
      ["user:ada00000", "user:bob00000"],
      ["room:general"],
      "everyone",
    ]);
  });

  it("gives a notice the speaker's name as title, and says how many replicas took it", async () => {
    const { verbs, packets, log } = inMemory();
    await expect(verbs.notify("everyone", { text: "Hello" })).resolves.toEqual({ id: "id-1", receivers: 2 });
    expect(packets[0]).toMatchObject({
      event: "notice",
      payload: { kind: "info", title: "Nightly", text: "Hello", at: 1_700_000_000_000 },
    });
    expect(log).toEqual([]);
  });

  it("sends nothing at all when one of several people is unknown", async () => {
    const { verbs, packets } = inMemory();
    const call = verbs.notify({ users: [{ name: "Ada" }, { name: "Eve" }] }, { text: "Hello" });
    await expect(call).rejects.toMatchObject({ code: "not_found" });
    expect(packets).toEqual([]);
  });

  it("refuses an unknown room as not_found", async () => {
    const { verbs } = inMemory();
    await expect(verbs.notify({ room: "nowhere" }, { text: "Hello" })).rejects.toMatchObject({ code: "not_found" });
  });
});

it("broadcasts a direct room to its people, who may not know the room yet", () => {
  expect(readersOf("dm:ada00000:bob00000")).toEqual(["user:ada00000", "user:bob00000"]);
  expect(readersOf("dm:ada00000:hubbubsystem")).toEqual(["user:ada00000"]);
  expect(readersOf("general")).toEqual(["room:general"]);
});
