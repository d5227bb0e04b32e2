import { describe, expect, it } from "vitest";
import { bob } from "../test/support/messages.ts";
import { openChat } from "../test/support/open-chat.ts";

const den = {
  id: "den",
  kind: "private",
  title: "The den",
  owner: bob.id,
  position: { epoch: "d1", seq: 3 },
  read: 3,
  unread: 0,
} as const;

async function setUp() {
  const opened = openChat();
  const exits: string[] = [];
  opened.chat.on("exited", (room, reason) => void exits.push(`${room} ${reason}`));
  await opened.online();
  return { ...opened, exits };
}

describe("a room that we are brought into", () => {
  it("is there at once, with whose it is", async () => {
    const { replicas, view } = await setUp();
    replicas.say("room:entered", den);
    expect(view("den")).toMatchObject({
      kind: "private",
      title: "The den",
      owner: bob.id,
      mutedUntil: null,
      unread: 0,
    });
  });

  it("tells what was said in it where it is a direct one, whichever comes first", async () => {
    for (const isHeardBefore of [true, false]) {
      const { replicas, environment, view, told } = await setUp();
      replicas.logs.set("den", { epoch: "d1", messages: [] });
      const psst = replicas.append("den");
      const entered = { ...den, kind: "direct", owner: null, position: { epoch: "d1", seq: 1 }, read: 0, unread: 1 };
      if (isHeardBefore) replicas.broadcast("den", psst);
      replicas.say("room:entered", entered);
      if (!isHeardBefore) replicas.broadcast("den", psst);
      await environment.pass(1_000);
      expect(told).toEqual(psst);
      expect(view("den")).toMatchObject({ unread: 1, messages: [{ seq: 1 }], resyncs: 0 });
    }
  });

  it("follows its owner's changes", async () => {
    const { replicas, view } = await setUp();
    replicas.say("room:entered", den);
    replicas.say("room:changed", { room: "den", title: "The attic", owner: null });
    expect(view("den")).toMatchObject({ kind: "private", title: "The attic", owner: null });
  });

  it("shows until when we may not speak, and that we may again", async () => {
    const { replicas, view } = await setUp();
    replicas.say("room:entered", den);
    replicas.say("room:muted", { room: "den", until: 5_000 });
    expect(view("den")?.mutedUntil).toBe(5_000);
    replicas.say("room:muted", { room: "den", until: 0 });
    expect(view("den")?.mutedUntil).toBeNull();
    replicas.say("room:entered", { ...den, muted: 7_000 });
    expect(view("den")?.mutedUntil).toBe(7_000);
  });

  it("keeps what is known of it when it is told once more", async () => {
    const { replicas, view } = await setUp();
    replicas.append("general", 2);
    replicas.broadcast("general", replicas.append("general", 1));
    const before = view()?.position;
    replicas.say("room:entered", { ...den, id: "general", title: "Hall", position: { epoch: "e1", seq: 0 } });
    expect(view()).toMatchObject({ title: "Hall", position: before });
  });
});

describe("a room that we are shown out of", () => {
  it("disappears, with what waited to be sent there, and we are told why", async () => {
    const { chat, replicas, view, exits } = await setUp();
    replicas.say("room:entered", den);
    replicas.before = () => new Promise(() => {});
    const sent = chat.send("den", "am I still here?");
    replicas.say("room:exited", { room: "den", reason: "banned" });
    await expect(sent).rejects.toBeDefined();
    expect(view("den")).toBeUndefined();
    expect(exits).toEqual(["den banned"]);
  });

  it("is told of once, and not at all where it was not known", async () => {
    const { replicas, exits } = await setUp();
    replicas.say("room:entered", den);
    for (const room of ["den", "den", "elsewhere"]) replicas.say("room:exited", { room, reason: "removed" });
    expect(exits).toEqual(["den removed"]);
  });
});
