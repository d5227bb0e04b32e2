import { describe, expect, it } from "vitest";
import { message } from "../test/support/messages.ts";
import { from, withNewer, withOlder } from "./shown.ts";

const edit = (seq: number, target: number, text = `text ${seq}`) => message(seq, { kind: "edit", target, text });
const removal = (seq: number, target: number) => message(seq, { kind: "remove", target, text: "" });
const words = (shown: readonly { seq: number; text: string }[]) => shown.map(({ seq, text }) => `${seq} ${text}`);

describe("what is shown of a log", () => {
  it("is the texts, each with the words of its last edit", () => {
    const shown = withNewer([], [message(1), message(2), edit(3, 1), edit(4, 1), message(5)]);
    expect(words(shown)).toEqual(["1 text 4", "2 text 2", "5 text 5"]);
    expect(shown.map(({ editedAt }) => editedAt)).toEqual([message(4).at, null, null]);
  });

  it("keeps the place of a removed text, without its words, whatever an edit said", () => {
    const shown = withNewer([], [message(1), edit(2, 1), removal(3, 1), edit(4, 1)]);
    expect(shown).toMatchObject([{ seq: 1, text: "", isRemoved: true }]);
  });

  it("knows a removed text by its lack of words, before it hears of the removal", () => {
    expect(withNewer([], [message(1, { text: "" })])).toMatchObject([{ text: "", isRemoved: true }]);
    expect(withNewer([], [message(1), edit(2, 1, "")])).toMatchObject([{ text: "", isRemoved: true }]);
  });

  it("passes over changes to what it does not have, and kinds that it does not know", () => {
    const unknown = { ...message(8, { target: 7 }), kind: "reaction" as "text" };
    expect(words(withNewer([], [message(7), edit(9, 2), removal(10, 3), unknown]))).toEqual(["7 text 7"]);
  });

  it("keeps the object of every text that did not change", () => {
    const before = withNewer([], [message(1), message(2)]);
    const after = withNewer(before, [edit(3, 2)]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(withNewer(after, [])).toBe(after);
  });

  it("is the same when history comes later", () => {
    const log = [message(1), message(2), edit(3, 1), message(4), removal(5, 2), edit(6, 4), edit(7, 1)];
    const [older, newer] = [log.slice(0, 3), log.slice(3)];
    expect(withOlder(withNewer([], newer), older, newer)).toEqual(withNewer([], log));
  });

  it("loses what is before a place", () => {
    const shown = withNewer([], [message(1), message(2), message(4)]);
    expect(words(from(shown, 3))).toEqual(["4 text 4"]);
    expect(from(shown, 5)).toEqual([]);
  });
});
