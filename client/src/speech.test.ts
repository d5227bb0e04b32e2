import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { settled } from "../test/support/fake-environment.ts";
import { bob } from "../test/support/messages.ts";
import { openChat } from "../test/support/open-chat.ts";

describe("changing a message", () => {
  it("shows the new words in its place, and the message as gone once it is removed", async () => {
    const { chat, view, online } = openChat();
    await online();
    const { seq } = await chat.send("general", "helo");
    expect(await chat.edit("general", seq, "hello")).toMatchObject({ kind: "edit", target: seq });
    await settled();
    expect(view()?.messages).toMatchObject([{ seq, text: "hello", isRemoved: false }]);
    expect(await chat.remove("general", seq)).toMatchObject({ kind: "remove", target: seq });
    await settled();
    expect(view()?.messages).toMatchObject([{ seq, text: "", isRemoved: true }]);
  });

  it("waits its turn in the outbox, survives a reload, and says which message it means", async () => {
    const before = openChat();
    await before.online();
    const { clientMessageId } = await before.chat.send("general", "helo");
    await settled();
    before.replicas.before = () => new Promise(() => {});
    before.chat.edit("general", 1, "hello").catch(() => {});
    await settled();
    expect(before.view()?.pending).toMatchObject([{ kind: "edit", target: 1, text: "hello", status: "sending" }]);
    before.chat.close();
    const { replicas, storage } = before;
    replicas.before = () => {};
    const after = openChat({ replicas, storage });
    await after.online();
    expect(replicas.asked.at(-1)?.payload).toMatchObject({ target: 1, targetId: clientMessageId });
    expect(replicas.logs.get("general")?.messages.map(({ kind }) => kind)).toEqual(["text", "edit"]);
    expect(after.view()?.pending).toEqual([]);
  });

  it("is refused at once for what is not there, is somebody else's, or has no words", async () => {
    const { chat, replicas, online } = openChat();
    await online();
    replicas.broadcast("general", replicas.append("general"));
    await chat.send("general", "mine");
    await settled();
    const asked = replicas.asked.length;
    await expect(chat.edit("general", 9, "hello")).rejects.toMatchObject({ code: "not_found" });
    await expect(chat.remove("general", 1)).rejects.toMatchObject({ code: "forbidden" });
    await expect(chat.edit("general", 2, "ours", "an older message")).rejects.toMatchObject({ code: "not_found" });
    await expect(chat.remove("general", 2, "an older message")).rejects.toMatchObject({ code: "not_found" });
    await expect(chat.edit("general", 2, " ")).rejects.toMatchObject({ code: "invalid_payload" });
    expect(replicas.asked).toHaveLength(asked);
  });

  it("keeps the words of a refused edit for another try, and nothing of a refused removal", async () => {
    const { chat, replicas, view, online } = openChat();
    await online();
    await chat.send("general", "mine");
    await settled();
    replicas.before = () => {
      throw new HubbubError("conflict", "removed on another device");
    };
    await expect(chat.remove("general", 1)).rejects.toMatchObject({ code: "conflict" });
    expect(view()?.pending).toEqual([]);
    await expect(chat.edit("general", 1, "ours")).rejects.toMatchObject({ code: "conflict" });
    expect(view()?.pending).toMatchObject([{ kind: "edit", text: "ours", status: "failed" }]);
  });
});

describe("reading", () => {
  it("counts down what is unread at once, and tells replicas a little later", async () => {
    const { chat, environment, replicas, view, online } = openChat();
    await online();
    replicas.broadcast("general", replicas.append("general", 3));
    expect(view()).toMatchObject({ read: 0, unread: 3 });
    chat.markRead("general", 1);
    chat.markRead("general", 2);
    expect(view()).toMatchObject({ read: 2, unread: 1 });
    await environment.pass(1_000);
    expect(replicas.asked).toEqual([{ name: "read:mark", payload: { room: "general", epoch: "e1", seq: 2 } }]);
    chat.markRead("general", 1);
    await environment.pass(1_000);
    expect(replicas.asked).toHaveLength(1);
  });

  it("is not undone by a reconnect before replicas were told, and is told then", async () => {
    const { chat, environment, replicas, view, online } = openChat();
    await online();
    replicas.broadcast("general", replicas.append("general", 3));
    chat.markRead("general", 3);
    replicas.cut();
    replicas.append("general", 2);
    await environment.pass(2_000);
    expect(replicas.links.length).toBeGreaterThan(1);
    expect(view()).toMatchObject({ read: 3, unread: 2 });
    expect(replicas.reads.get("general")).toBe(3);
  });

  it("on another device counts here, and so does what was said while we were away", async () => {
    const { environment, replicas, view, online } = openChat();
    replicas.append("general", 300);
    replicas.reads.set("general", 100);
    await online();
    expect(view()).toMatchObject({ read: 100, unread: 200 });
    replicas.say("read:change", { room: "general", seq: 250, unread: 50, position: replicas.head("general") });
    expect(view()).toMatchObject({ read: 250, unread: 50 });
    replicas.reads.set("general", 250);
    replicas.cut();
    replicas.append("general", 5);
    await environment.pass(2_000);
    expect(view()).toMatchObject({ read: 250, unread: 55 });
  });
});

describe("typing", () => {
  it("of others is shown until they send, and of our own devices not at all", async () => {
    const { replicas, view, online } = openChat();
    await online();
    replicas.say("typing:change", { room: "general", user: replicas.user, typing: true });
    replicas.say("typing:change", { room: "general", user: bob, typing: true });
    expect(view()?.typing).toEqual([bob]);
    replicas.broadcast("general", replicas.append("general"));
    expect(view()?.typing).toEqual([]);
  });

  it("of others is over with the connection", async () => {
    const { replicas, view, online } = openChat();
    await online();
    replicas.say("typing:change", { room: "general", user: bob, typing: true });
    replicas.cut();
    expect(view()?.typing).toEqual([]);
  });

  it("is told while there is a connection, and sending ends it without a word", async () => {
    const { chat, replicas, online } = openChat();
    chat.setTyping("general", true);
    await online();
    chat.setTyping("general", false);
    chat.setTyping("general", true);
    await chat.send("general", "hello");
    chat.setTyping("general", false);
    const asked = replicas.asked.map(({ name, payload }) => [name, payload]);
    expect(asked.filter(([name]) => name === "typing:set")).toEqual([
      ["typing:set", { room: "general", typing: false }],
      ["typing:set", { room: "general", typing: true }],
    ]);
  });
});
