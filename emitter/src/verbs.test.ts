import { directRoomId, HubbubError, systemUser } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { createVerbs, readersOf } from "./verbs.ts";

const ada = { id: "ada00000", name: "Ada" };
const bob = { id: "bob00000", name: "Bob" };

/** Verbs over a log in memory, with what left them. */
function inMemory(rooms = ["general"]) {
  const existing = new Set(rooms);
  const members = new Set<string>();
  const log: { room: string; text: string; clientMessageId: string; user: string }[] = [];
  const packets: { addresses: readonly string[] | "everyone"; event: string; payload: unknown }[] = [];
  const entered: string[] = [];
  let ids = 0;
  const verbs = createVerbs({
    publisher: {
      async publish({ room, text, clientMessageId, user }) {
        if (!existing.has(room)) throw new HubbubError("not_found", "There is no such room.");
        log.push({ room, text, clientMessageId, user: user.name });
        return { message: { seq: log.length }, epoch: "e1" };
      },
    },
    log: { heads: async rooms => new Map(rooms.filter(r => existing.has(r)).map(r => [r, { epoch: "e1", seq: 0 }])) },
    rooms: {
      async openDirect(a, b) {
        const id = directRoomId(a.id, b.id);
        existing.add(id);
        return { id, position: { epoch: "e1", seq: log.length } };
      },
      async join(room, user) {
        existing.add(room);
        members.add(user.id);
      },
      async leave(_room, { id }) {
        members.delete(id);
      },
    },
    accounts: {
      byName: async name => [ada, bob].filter(user => user.name === name).map(user => ({ user }))[0] ?? null,
      byId: async id => [ada, bob].find(user => user.id === id) ?? null,
    },
    broadcast: {
      async emit(addresses, event, ...[payload]) {
        packets.push({ addresses, event, payload });
        return 2;
      },
      async enter(address, room) {
        entered.push(`${address} hears ${room}`);
        return 2;
      },
    },
    speaker: { ...systemUser, name: "Nightly" },
    now: () => 1_700_000_000_000,
    newId: () => `id-${++ids}`,
  });
  return { verbs, log, packets, entered, members };
}

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
    const { verbs, entered } = inMemory();
    await verbs.message({ name: "Ada" }, "Your order left");
    await verbs.message({ name: "Ada" }, "It arrived");
    expect(entered).toEqual(["user:ada00000 hears room:dm:ada00000:hubbubsystem"]);
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

it("broadcasts a direct room to both of its users, who may not know the room yet", () => {
  expect(readersOf("dm:ada00000:bob00000")).toEqual(["user:ada00000", "user:bob00000"]);
  expect(readersOf("general")).toEqual(["room:general"]);
});
