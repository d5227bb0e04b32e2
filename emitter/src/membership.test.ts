import { describe, expect, it } from "vitest";
import { ada, inMemory } from "../test/in-memory.ts";

describe("join", () => {
  it("makes a member, whose connections hear the room and are told of it", async () => {
    const { verbs, members, packets, told } = inMemory(["den"]);
    const receipt = await verbs.join({ name: "Ada" }, "den");
    expect(receipt).toEqual({ id: "id-1", room: "den", user: ada, receivers: 2 });
    expect([...members]).toEqual(["ada00000 den"]);
    expect(told).toEqual(["replicas: enter den ada00000", "ada00000 came into den", "Ada is in den"]);
    expect(packets).toMatchObject([{ addresses: ["user:ada00000"], event: "room:entered", payload: { id: "den" } }]);
  });

  it("tells everybody again when it is done again: the first time may have ended halfway", async () => {
    const { verbs, told } = inMemory(["den"]);
    await verbs.join(ada.id, "den");
    const once = told.length;
    await verbs.join(ada.id, "den");
    expect(told).toHaveLength(2 * once);
  });

  it("finds general in a deployment that nobody has come to yet", async () => {
    const { verbs, members } = inMemory([]);
    await verbs.join(ada.id, "general");
    expect([...members]).toEqual(["ada00000 general"]);
  });

  it.each([
    [{ name: "Ada" }, "nowhere", "not_found"],
    [{ name: "Eve" }, "den", "not_found"],
    [{ name: "Ada" }, "dm:ada00000:bob00000", "invalid_payload"],
    [{ name: "" }, "den", "invalid_payload"],
  ])("refuses %j into %s as %s", async (user, room, code) => {
    const { verbs, told } = inMemory(["den"]);
    await expect(verbs.join(user, room)).rejects.toMatchObject({ code });
    expect(told).toEqual([]);
  });
});

describe("leave", () => {
  it("ends the membership, and their connections hear the room no more", async () => {
    const { verbs, members, packets, told } = inMemory(["den"]);
    await verbs.join(ada.id, "den");
    told.length = packets.length = 0;
    await expect(verbs.leave(ada.id, "den")).resolves.toMatchObject({ room: "den", user: ada, receivers: 2 });
    expect([...members]).toEqual([]);
    expect(told).toEqual(["replicas: exit den ada00000", "Ada is out of den"]);
    expect(packets).toMatchObject([{ event: "room:exited", payload: { room: "den", reason: "left" } }]);
  });

  it("tells once more who has left already, and refuses a room that is not there", async () => {
    const { verbs, packets } = inMemory(["den"]);
    await verbs.leave(ada.id, "den");
    expect(packets).toHaveLength(1);
    await expect(verbs.leave(ada.id, "nowhere")).rejects.toMatchObject({ code: "not_found" });
  });

  it("keeps everybody in general", async () => {
    const { verbs } = inMemory();
    await expect(verbs.leave(ada.id, "general")).rejects.toMatchObject({ code: "forbidden" });
  });
});
