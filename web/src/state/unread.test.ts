import type { RoomView } from "@hubbub/client";
import type { Message } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { badge, unreadCount } from "./unread.ts";

const me = "adaadaada";

const message = (seq: number, userId = "bobbobbob", kind: Message["kind"] = "text"): Message => ({
  seq,
  kind,
  user: { id: userId, name: userId },
  text: "",
  at: 0,
  clientMessageId: `${seq}`,
});

const room = (head: number, messages: readonly Message[], kind: RoomView["kind"] = "public"): RoomView => ({
  id: "general",
  kind,
  title: "general",
  position: { epoch: "now", seq: head },
  messages,
  more: true,
  resyncs: 0,
  pending: [],
  online: [],
  onlineCount: 0,
  unread: 7,
});

describe("unreadCount", () => {
  it("counts what others said after the place one has seen", () => {
    const view = room(5, [message(2), message(3, me), message(4), message(5, "bobbobbob", "edit")]);
    expect(unreadCount(view, { epoch: "now", seq: 2 }, me)).toBe(1);
  });

  it("counts what is not loaded yet", () => {
    expect(unreadCount(room(50, []), { epoch: "now", seq: 40 }, me)).toBe(10);
    expect(unreadCount(room(50, [message(50)]), { epoch: "now", seq: 40 }, me)).toBe(10);
  });

  it("is zero at the head", () => {
    expect(unreadCount(room(5, [message(5)]), { epoch: "now", seq: 5 }, me)).toBe(0);
  });

  it("counts everything of a new epoch", () => {
    expect(unreadCount(room(2, [message(1), message(2)]), { epoch: "before", seq: 900 }, me)).toBe(2);
  });

  it("leaves a public room that was never shown here to the client core", () => {
    expect(unreadCount(room(50, []), undefined, me)).toBe(7);
  });

  it("takes a conversation that was never shown here as new as a whole", () => {
    expect(unreadCount(room(2, [], "direct"), undefined, me)).toBe(2);
  });
});

describe("badge", () => {
  it("stops counting where the eye does", () => {
    expect([badge(1), badge(99), badge(100)]).toEqual(["1", "99", "99+"]);
  });
});
