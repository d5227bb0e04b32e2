import { describe, expect, it } from "vitest";
import { entry } from "../test/support/tapes.ts";
import type { Entry, Shown } from "./record.ts";
import { wordsOf } from "./words.ts";

const log = [
  entry(1, "a"),
  entry(2, "b"),
  entry(3, "c", { kind: "edit", target: 1, text: "better" }),
  entry(4, "d", { text: "" }),
  entry(5, "e", { kind: "remove", target: 4, text: "" }),
  entry(6, "f"),
];
const place = { room: "room", epoch: "e1" };

/** What is wrong where a client shows these texts, by seq. */
function judge(
  texts: Record<number, string>,
  { entries = log, seq = 6 }: { entries?: readonly Entry[]; seq?: number } = {},
) {
  const list = Object.entries(texts).map(([of, text]) => ({ seq: Number(of), text }));
  const shown: Shown[] = [{ client: "ada", ...place, seq, texts: list }];
  const logs = [{ at: 1, ...place, head: 6, entries }];
  return wordsOf({ tapes: [], logs, shown }).map(({ kind, ...where }) => [kind, "seq" in where ? where.seq : 0]);
}

describe("what a client shows", () => {
  it("is right where each text has its last words, or none", () => {
    expect(judge({ 1: "better", 2: "b", 4: "", 6: "f" })).toEqual([]);
  });

  it("may begin anywhere, and is not judged where the client is not at the end of the log", () => {
    expect(judge({ 4: "", 6: "f" })).toEqual([]);
    expect(judge({})).toEqual([]);
    expect(judge({ 1: "anything" }, { seq: 5 })).toEqual([]);
  });

  it("may begin before a log that was trimmed", () => {
    expect(judge({ 1: "better", 2: "b", 4: "", 6: "f" }, { entries: log.slice(2) })).toEqual([]);
  });

  it("is wrong where an edit or a removal was not seen, or a text is missing or too much", () => {
    expect(judge({ 1: "a", 2: "b", 4: "", 6: "f" })).toEqual([["shown otherwise", 1]]);
    expect(judge({ 1: "better", 2: "b", 4: "d", 6: "f" })).toEqual([["shown otherwise", 4]]);
    expect(judge({ 1: "better", 4: "", 6: "f" })).toEqual([["shown otherwise", 2]]);
    expect(judge({ 1: "better", 2: "b", 3: "better", 4: "", 6: "f" })).toEqual([["shown otherwise", 3]]);
  });
});

describe("words that were removed", () => {
  it("are gone from the text, and from each edit of it", () => {
    const removal = entry(3, "c", { kind: "remove", target: 1, text: "" });
    const edit = entry(2, "b", { kind: "edit", target: 1, text: "better" });
    const entries = [entry(1, "a"), edit, removal];
    expect(judge({}, { entries })).toEqual([
      ["not gone", 1],
      ["not gone", 2],
    ]);
  });

  it("do not come back by an edit", () => {
    const late = entry(7, "g", { kind: "edit", target: 4, text: "back" });
    expect(judge({}, { entries: [...log, late] })).toEqual([["not gone", 7]]);
  });
});
