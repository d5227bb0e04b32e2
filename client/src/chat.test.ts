import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { settled } from "../test/support/fake-environment.ts";
import { bob } from "../test/support/messages.ts";
import { openChat, seqs, upTo } from "../test/support/open-chat.ts";

describe("rooms", () => {
  it("are there with the welcome; joining brings the newest page and who is online", async () => {
    const { chat, replicas, told, view, online } = openChat();
    replicas.append("general", 70);
    await online();
    expect(view()).toMatchObject({ messages: [], more: true, position: { seq: 70 } });
    const joined = await chat.join("general");
    expect(seqs(joined.messages)).toEqual(upTo(70, 21));
    expect(joined.online).toEqual([{ ...bob, away: false }]);
    expect(await chat.loadOlder("general")).toBe(false);
    expect(seqs(view()?.messages)).toEqual(upTo(70));
    expect(told).toEqual([]);
  });

  it("have their newest page after a join, also where somebody spoke before it", async () => {
    const { chat, replicas, online } = openChat();
    replicas.append("general", 70);
    await online();
    replicas.broadcast("general", replicas.append("general", 1));
    expect(seqs((await chat.join("general")).messages)).toEqual(upTo(71, 21));
  });

  it("share one question for a page", async () => {
    const { chat, replicas, online } = openChat();
    replicas.append("general", 200);
    await online();
    await chat.join("general");
    replicas.asked.length = 0;
    expect(await Promise.all([chat.loadOlder("general"), chat.loadOlder("general")])).toEqual([true, true]);
    expect(replicas.asked.length).toBe(1);
  });

  it("that are new to this client appear with all that was said", async () => {
    const { environment, replicas, told, view, online } = openChat();
    await online();
    replicas.logs.set("surprise", { epoch: "s1", messages: [] });
    replicas.broadcast("surprise", replicas.append("surprise", 2));
    expect(view("surprise")).toBeUndefined();
    await environment.pass(100);
    expect(view("surprise")).toMatchObject({ title: "surprise", onlineCount: 1 });
    expect(seqs(told)).toEqual([1, 2]);
  });

  it("that were left elsewhere disappear with the next connection", async () => {
    const { environment, replicas, view, online } = openChat();
    replicas.logs.set("gone", { epoch: "g1", messages: [] });
    await online();
    expect(view("gone")).toBeDefined();
    replicas.logs.delete("gone");
    replicas.cut();
    await environment.pass(1_000);
    expect(view("gone")).toBeUndefined();
  });

  it.each(["gone", "constructor"])("that were left do not come back with a late broadcast: %s", async gone => {
    const { chat, environment, replicas, view, online, faults } = openChat();
    replicas.logs.set(gone, { epoch: "g1", messages: [] });
    await online();
    const late = replicas.append(gone);
    await chat.leave(gone);
    replicas.broadcast(gone, late);
    replicas.logs.delete(gone);
    await environment.pass(1_000);
    expect(view(gone)).toBeUndefined();
    expect(faults).toEqual([]);
  });

  it("know who comes and goes, and count what is unread", async () => {
    const { replicas, view, online } = openChat();
    await online();
    replicas.say("presence:diff", { room: "general", online: [bob], offline: [], count: 1 });
    expect(view()).toMatchObject({ online: [bob], onlineCount: 1 });
    replicas.say("presence:diff", { room: "general", online: [], offline: [{ id: bob.id, lastSeen: 1 }], count: 0 });
    expect(view()).toMatchObject({ online: [], onlineCount: 0 });
    replicas.broadcast("general", replicas.append("general", 3));
    expect(view()?.unread).toBe(3);
    replicas.say("read:change", { room: "general", seq: 2, unread: 1, position: replicas.head("general") });
    expect(view()?.unread).toBe(1);
  });
});

describe("messages", () => {
  it("that were missed are asked for in one question for all rooms", async () => {
    const { environment, replicas, told, online } = openChat();
    replicas.logs.set("other", { epoch: "o1", messages: [] });
    await online();
    for (const room of ["general", "other"]) replicas.broadcast(room, replicas.append(room, 3).slice(-1));
    await environment.pass(100);
    expect(replicas.asked.map(({ name }) => name)).toEqual(["rooms:recover"]);
    expect(seqs(told)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it("that come in the wrong order need no question", async () => {
    const { environment, replicas, told, online } = openChat();
    await online();
    for (const message of replicas.append("general", 4).reverse()) replicas.broadcast("general", [message]);
    await environment.pass(10_000);
    expect(seqs(told)).toEqual([1, 2, 3, 4]);
    expect(replicas.asked).toEqual([]);
  });

  it("whose broadcast was lost are found when the head is told", async () => {
    const { environment, replicas, told, online } = openChat();
    await online();
    replicas.append("general", 2);
    replicas.say("room:position", { room: "general", ...replicas.head("general") });
    await environment.pass(100);
    expect(seqs(told)).toEqual([1, 2]);
  });

  it("are asked for again when the question failed", async () => {
    const { environment, replicas, told, online } = openChat();
    await online();
    let refusals = 2;
    replicas.before = () => {
      if (refusals-- > 0) throw new HubbubError("unavailable", "Redis is away");
    };
    replicas.broadcast("general", replicas.append("general", 2).slice(1));
    await environment.pass(3_000);
    expect(seqs(told)).toEqual([1, 2]);
  });

  it("of a log that was lost begin anew, and that is said first", async () => {
    const { environment, replicas, told, resyncs, view, online } = openChat();
    await online();
    replicas.broadcast("general", replicas.append("general", 3));
    replicas.logs.set("general", { epoch: "e2", messages: [] });
    replicas.broadcast("general", replicas.append("general", 1));
    await environment.pass(100);
    expect(resyncs).toEqual([{ epoch: "e2", seq: 1 }]);
    expect(seqs(told)).toEqual([1, 2, 3, 1]);
    expect(view()).toMatchObject({ resyncs: 1, position: { epoch: "e2", seq: 1 } });
  });
});

describe("sending", () => {
  it("shows the message at once, and then in its place, never in both", async () => {
    const { chat, replicas, view, states, online } = openChat();
    replicas.broadcasts = false;
    await online();
    const sent = chat.send("general", "hello");
    expect(view()?.pending.map(({ text }) => text)).toEqual(["hello"]);
    expect((await sent).seq).toBe(1);
    await settled();
    for (const state of states) {
      const room = state.rooms.get("general");
      expect((room?.pending.length ?? 0) + (room?.messages.length ?? 0)).toBeLessThanOrEqual(1);
    }
    expect(view()).toMatchObject({ pending: [], messages: [{ text: "hello" }] });
  });

  it("tells of each ack, also of one that comes after the broadcast", async () => {
    const { chat, replicas, online } = openChat();
    const acked: [string, string, number][] = [];
    chat.on("acked", (room, epoch, { seq }) => acked.push([room, epoch, seq]));
    await online();
    await chat.send("general", "one");
    await chat.send("general", "two");
    await settled();
    const { epoch } = replicas.head("general");
    expect(acked).toEqual([
      ["general", epoch, 1],
      ["general", epoch, 2],
    ]);
  });

  it("survives a reload between the log and the ack, and is not doubled", async () => {
    const before = openChat();
    await before.online();
    before.replicas.broadcasts = false;
    before.replicas.after = () => new Promise(() => {});
    before.chat.send("general", "hello").catch(() => {});
    await settled();
    before.chat.close();
    const { replicas, storage } = before;
    replicas.after = () => {};
    const after = openChat({ replicas, storage });
    await after.online();
    expect(replicas.logs.get("general")?.messages.map(({ text }) => text)).toEqual(["hello"]);
    expect(after.view()?.pending).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it("refuses what no replica would take, without asking one", async () => {
    const { chat, replicas, online } = openChat();
    await online();
    await expect(chat.send("NO ROOM", "hello")).rejects.toMatchObject({ code: "invalid_payload" });
    await expect(chat.send("general", "  ")).rejects.toMatchObject({ code: "invalid_payload" });
    await expect(chat.send("general", "x".repeat(4_001))).rejects.toMatchObject({ code: "too_large" });
    expect(replicas.asked).toEqual([]);
    await chat.send("general", "🙂".repeat(4_000));
  });

  it("gives up waiting when the chat is closed, and stores what is not sent", async () => {
    const { chat, storage, online } = openChat();
    await online();
    const sent = expect(chat.send("general", "hello")).rejects.toMatchObject({ code: "unavailable" });
    chat.close();
    await sent;
    expect(storage.items.size).toBe(1);
  });
});

describe("the state", () => {
  it("changes once for all that happens in a turn, and only where something changed", async () => {
    const { replicas, states, view, online } = openChat();
    replicas.logs.set("other", { epoch: "o1", messages: [] });
    await online();
    const other = view("other");
    const general = view();
    states.length = 0;
    replicas.broadcast("general", replicas.append("general", 2));
    replicas.broadcast("general", replicas.append("general", 2));
    await settled();
    expect(states.length).toBe(1);
    expect(view("other")).toBe(other);
    expect(view()).not.toBe(general);
    expect(general?.messages).toEqual([]);
  });

  it("goes on when a listener throws", async () => {
    const { chat, replicas, faults, told, online } = openChat();
    chat.on("messages", () => {
      throw new Error("a view's fault");
    });
    await online();
    replicas.broadcast("general", replicas.append("general"));
    expect(faults).toEqual([new Error("a view's fault")]);
    expect(seqs(told)).toEqual([1]);
  });
});
