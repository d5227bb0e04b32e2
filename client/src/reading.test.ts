import { describe, expect, it } from "vitest";
import { ada, bob, message, messages } from "../test/support/messages.ts";
import { marked, nothingRead, told, withNewMessages } from "./reading.ts";
import { applyBatch, beginAt, type Timeline } from "./timeline.ts";

const epoch = "e1";
const at = (seq: number): Timeline => beginAt({ epoch, seq });
const upTo = (last: number, first = 1): Timeline =>
  applyBatch(at(first - 1), { epoch, messages: messages(first, last) }).next;
const mark = (seq: number, unread: number, head: number) => ({ seq, unread, position: { epoch, seq: head } });

describe("how far somebody has read", () => {
  it("is what a replica says", () => {
    expect(told(nothingRead, mark(4, 6, 10), at(10), ada)).toMatchObject({ read: 4, unread: 6 });
  });

  it("counts what came after the replica counted, and nothing twice", () => {
    const ahead = told(nothingRead, mark(4, 2, 6), upTo(9), ada);
    expect(ahead.unread).toBe(5);
    expect(withNewMessages(ahead, messages(8, 9), ada)).toBe(ahead);
    const behind = told(nothingRead, mark(4, 6, 10), upTo(7), ada);
    expect(withNewMessages(behind, messages(8, 11), ada).unread).toBe(7);
  });

  it("counts neither one's own messages nor changes to messages", () => {
    const known = told(nothingRead, mark(0, 0, 0), at(0), ada);
    const news = [message(1, { user: ada }), message(2, { kind: "edit", target: 1, user: bob }), message(3)];
    expect(withNewMessages(known, news, ada).unread).toBe(1);
  });

  it("is one less for each text that is removed before it was read", () => {
    const known = told(nothingRead, mark(2, 2, 4), at(4), ada);
    const removal = (seq: number, target: number) => message(seq, { kind: "remove", target, user: bob });
    const news = [removal(5, 1), removal(6, 3), message(7), removal(8, 7)];
    expect(withNewMessages(known, news, ada).unread).toBe(1);
    const all = applyBatch(at(0), { epoch, messages: [...messages(1, 4), ...news] }).next;
    expect(told(nothingRead, mark(2, 2, 4), all, ada).unread).toBe(1);
    expect(marked(nothingRead, 3, all, ada).unread).toBe(1);
    expect(marked(nothingRead, 4, all, ada).unread).toBe(0);
  });

  it("goes forward where the user reads, and leaves what comes after", () => {
    const known = told(nothingRead, mark(0, 9, 9), upTo(9), ada);
    const read = marked(known, 6, upTo(9), ada);
    expect(read).toMatchObject({ read: 6, unread: 3 });
    expect(marked(read, 5, upTo(9), ada)).toBe(read);
    expect(marked(read, 100, upTo(9), ada)).toMatchObject({ read: 9, unread: 0 });
  });

  it("does not go back for a replica that has not heard of it yet", () => {
    const read = marked(told(nothingRead, mark(0, 9, 9), upTo(9), ada), 9, upTo(9), ada);
    expect(told(read, mark(3, 6, 9), upTo(9), ada)).toBe(read);
  });

  it("begins anew with another epoch", () => {
    const read = told(nothingRead, mark(90, 0, 90), at(90), ada);
    const anew = { seq: 0, unread: 2, position: { epoch: "e2", seq: 2 } };
    expect(told(read, anew, beginAt({ epoch: "e2", seq: 2 }), ada)).toMatchObject({ epoch: "e2", read: 0, unread: 2 });
  });
});
