import { describe, expect, it } from "vitest";
import { asMark, headOf, placeOf, withOwn } from "./read-place.ts";

const head = (epoch: string, seq: number, texts: number, begun: string | null = null) => {
  const known = headOf([epoch, String(seq), String(texts), begun]);
  if (known === null) throw new Error("There is an epoch.");
  return known;
};

describe("a mark", () => {
  it("is a place in the log of its epoch, whatever an epoch looks like", () => {
    const mark = asMark("a:b-1", { seq: 7, texts: 5 });
    expect(placeOf(mark, head("a:b-1", 9, 6))).toEqual({ seq: 7, texts: 5 });
  });

  it("means nothing for a log that was lost and began anew", () => {
    expect(placeOf(asMark("old", { seq: 7, texts: 5 }), head("new", 9, 6))).toEqual({ seq: 0, texts: 0 });
  });

  it("goes on to count after a failover, up to where the new epoch began", () => {
    const now = head("new", 12, 11, "9:8");
    expect(placeOf(asMark("old", { seq: 7, texts: 6 }), now)).toEqual({ seq: 7, texts: 6 });
    expect(placeOf(asMark("old", { seq: 10, texts: 9 }), now)).toEqual({ seq: 9, texts: 8 });
  });

  it("is at the beginning where there is none", () => {
    expect(placeOf(null, head("e", 9, 6))).toEqual({ seq: 0, texts: 0 });
  });
});

describe("who had read all before their own last messages", () => {
  const read = (seq: number) => ({ seq, texts: seq });

  it("has read these, too", () => {
    expect(withOwn(read(4), "e:4:6:6", head("e", 9, 9))).toEqual(read(6));
    expect(withOwn(read(5), "e:4:6:6", head("e", 9, 9))).toEqual(read(6));
    expect(withOwn(read(7), "e:4:6:6", head("e", 9, 9))).toEqual(read(7));
  });

  it("and nobody else, nor in another epoch", () => {
    expect(withOwn(read(3), "e:4:6:6", head("e", 9, 9))).toEqual(read(3));
    expect(withOwn(read(4), "old:4:6:6", head("e", 9, 9))).toEqual(read(4));
    expect(withOwn(read(4), null, head("e", 9, 9))).toEqual(read(4));
  });
});

it("is no head where there is no room", () => {
  expect(headOf([null, null, null, null])).toBeNull();
});
