import { beforeEach, describe, expect, it } from "vitest";
import { entry, type HandMade, historyOf, studio } from "../test/support/tapes.ts";
import { check } from "./checker.ts";
import type { History } from "./record.ts";

let ada: HandMade;
let bob: HandMade;

beforeEach(() => {
  const { tape } = studio();
  ada = tape("ada").entered();
  bob = tape("bob").entered();
});

const verdict = (history: History = historyOf(ada, bob), mayResync = false) => check(history, { mayResync });
const violations = (history?: History, mayResync?: boolean) => verdict(history, mayResync).violations;

/** Two messages, acked, and told to Ada. */
function twoSaid(): void {
  ada.says("a1", 1).says("a2", 2).hears("a1", 1).hears("a2", 2);
}

describe("a history without fault", () => {
  it("is one where everybody is told everything once and in order", () => {
    twoSaid();
    bob.hears("a1", 1).hears("a2", 2);
    expect(verdict()).toEqual({
      violations: [],
      acked: 2,
      delivered: 4,
      lost: 0,
      doubled: 0,
      outOfOrder: 0,
      resyncs: 0,
    });
  });

  it("owes nothing of the time before a client entered, or after it left or closed", () => {
    const { tape } = studio();
    const [carol, dave, erin] = [tape("carol").entered(1), tape("dave").entered(), tape("erin").entered()];
    dave.hears("a1", 1).left();
    erin.does("closed");
    twoSaid();
    carol.hears("a2", 2);
    expect(violations(historyOf(ada, carol, dave, erin))).toEqual([]);
  });

  it("may tell again, from the page on, to a client that came back after it had closed", () => {
    twoSaid();
    bob.hears("a1", 1).does("closed").entered(1).hears("a2", 2);
    expect(violations()).toEqual([]);
  });

  it("may have a message without an ack, where that is told as any other", () => {
    ada.sent("a1").refused("a1", false).hears("a1", 1);
    bob.hears("a1", 1);
    expect(violations()).toEqual([]);
  });
});

describe("a lost message", () => {
  it("is one at the end that a member was not told", () => {
    twoSaid();
    bob.hears("a1", 1);
    expect(violations()).toEqual([{ kind: "lost", client: "bob", room: "room", epoch: "e1", seq: 2, id: "a2" }]);
    expect(verdict().lost).toBe(1);
  });

  it("is one in the middle that was passed over", () => {
    twoSaid();
    bob.hears("a2", 2);
    expect(violations()).toEqual([expect.objectContaining({ kind: "lost", client: "bob", seq: 1 })]);
  });

  it("is one that somebody else was told, though its ack never came", () => {
    ada.sent("a1").refused("a1", false).hears("a1", 1);
    expect(violations()).toEqual([expect.objectContaining({ kind: "lost", client: "bob", seq: 1 })]);
  });

  it("is one that only the log has", () => {
    ada.sent("a1").refused("a1", false);
    const logs = [{ at: 1_000, room: "room", epoch: "e1", head: 1, entries: [entry(1, "a1")] }];
    const lost = violations({ ...historyOf(ada, bob), logs });
    expect(lost.map(({ kind }) => kind)).toEqual(["lost", "lost"]);
  });

  it("is one of an epoch that a member never heard of", () => {
    twoSaid();
    bob.hears("a1", 1).hears("a2", 2);
    ada.says("a3", 1, "e2").resync(1, "e2").hears("a3", 1, "e2");
    expect(violations(undefined, true)).toEqual([
      { kind: "lost", client: "bob", room: "room", epoch: "e2", seq: 1, id: "a3" },
    ]);
  });

  it("is acked and not in the log", () => {
    twoSaid();
    bob.hears("a1", 1).hears("a2", 2);
    const logs = [{ at: 1_000, room: "room", epoch: "e1", head: 2, entries: [entry(1, "a1")] }];
    expect(violations({ ...historyOf(ada, bob), logs })).toEqual([
      { kind: "hole", client: "the log", room: "room", epoch: "e1", seq: 2 },
      { kind: "not in the log", client: "ada", room: "room", epoch: "e1", seq: 2, id: "a2" },
    ]);
  });
});

describe("a resync", () => {
  it("covers what lies before its page, of this epoch and of the one before", () => {
    for (let seq = 1; seq <= 9; seq += 1) ada.says(`a${seq}`, seq).hears(`a${seq}`, seq);
    bob.hears("a1", 1).resync(9).hears("a8", 8).hears("a9", 9);
    ada.resync(1, "e2").says("b1", 1, "e2").hears("b1", 1, "e2");
    bob.resync(1, "e2").hears("b1", 1, "e2");
    expect(violations(undefined, true)).toEqual([]);
    expect(verdict(undefined, true).resyncs).toBe(3);
  });

  it("covers nothing of its page, and nothing that came after it", () => {
    for (let seq = 1; seq <= 5; seq += 1) ada.says(`a${seq}`, seq).hears(`a${seq}`, seq);
    bob.hears("a1", 1).resync(4).hears("a3", 3);
    const lost = violations(undefined, true);
    expect(lost).toEqual([4, 5].map(seq => expect.objectContaining({ kind: "lost", client: "bob", seq })));
  });

  it("covers an epoch that came and went unseen, but not one that began after it", () => {
    ada.says("a1", 1, "e2").resync(1, "e2").hears("a1", 1, "e2");
    bob.resync(0, "e3");
    ada.resync(0, "e3").says("a2", 1, "e4").resync(1, "e4").hears("a2", 1, "e4");
    expect(violations(undefined, true)).toEqual([
      expect.objectContaining({ kind: "lost", client: "bob", epoch: "e4", id: "a2" }),
    ]);
  });

  it("is needless where nothing was trimmed or wiped", () => {
    bob.resync(0);
    expect(violations()).toEqual([expect.objectContaining({ kind: "needless resync", client: "bob" })]);
  });
});

describe("order and number", () => {
  it("sees a message that is told twice", () => {
    twoSaid();
    bob.hears("a1", 1).hears("a1", 1).hears("a2", 2);
    expect(violations()).toEqual([expect.objectContaining({ kind: "doubled", client: "bob", seq: 1, id: "a1" })]);
    expect(verdict().doubled).toBe(1);
  });

  it("sees two that are told in the wrong order", () => {
    twoSaid();
    bob.hears("a2", 2).hears("a1", 1);
    expect(violations()).toEqual([expect.objectContaining({ kind: "out of order", client: "bob", seq: 1 })]);
    expect(verdict().outOfOrder).toBe(1);
  });

  it("sees one of the time before the client entered", () => {
    const carol = studio().tape("carol").entered(2).hears("a2", 2);
    twoSaid();
    bob.hears("a1", 1).hears("a2", 2);
    expect(violations(historyOf(ada, bob, carol))).toEqual([
      expect.objectContaining({ kind: "out of order", client: "carol", seq: 2 }),
    ]);
  });

  it("sees a place that nobody knows a message of", () => {
    ada.says("a1", 1).says("a3", 3).hears("a1", 1).hears("a3", 3);
    bob.hears("a1", 1).hears("a3", 3);
    expect(violations()).toEqual(
      ["ada", "bob"].map(client => ({ kind: "hole", client, room: "room", epoch: "e1", seq: 2 })),
    );
  });

  it("sees another epoch that nobody was told the beginning of", () => {
    twoSaid();
    bob.hears("a1", 1).hears("a2", 2, "e2");
    expect(violations()).toContainEqual(expect.objectContaining({ kind: "another epoch", client: "bob", epoch: "e2" }));
  });

  it("sees one message under two seqs, however the second came to be", () => {
    ada.says("a1", 1).hears("a1", 1).hears("a1", 2);
    bob.hears("a1", 1).hears("a1", 2);
    expect(violations()).toEqual([{ kind: "two places", room: "room", epoch: "e1", seq: 1, id: "a1", other: 2 }]);
    expect(verdict().doubled).toBe(1);
  });

  it("sees two messages under one seq", () => {
    ada.says("a1", 1).hears("a1", 1);
    bob.says("b1", 1).hears("a1", 1);
    expect(violations()).toEqual([{ kind: "conflict", room: "room", epoch: "e1", seq: 1, id: "a1", other: "b1" }]);
  });
});

describe("answers", () => {
  it("have to come", () => {
    ada.sent("a1");
    expect(violations()).toEqual([{ kind: "unanswered", client: "ada", room: "room", id: "a1" }]);
  });

  it("may be the delivery, where the ack was lost", () => {
    ada.sent("a1").hears("a1", 1);
    bob.hears("a1", 1);
    expect(violations()).toEqual([]);
  });

  it("have to be true: what was refused is in no log", () => {
    ada.sent("a1").refused("a1").hears("a1", 1);
    bob.hears("a1", 1);
    expect(violations()).toEqual([
      { kind: "refused but logged", client: "ada", code: "forbidden", room: "room", epoch: "e1", seq: 1, id: "a1" },
    ]);
  });

  it("may refuse, after the log was wiped, what was in it", () => {
    ada.sent("a1").hears("a1", 1).refused("a1").resync(0, "e2");
    bob.hears("a1", 1).resync(0, "e2");
    const logs = [{ at: 1_000, room: "room", epoch: "e2", head: 0, entries: [] }];
    expect(violations({ ...historyOf(ada, bob), logs }, true)).toEqual([]);
  });

  it("belong to something that was sent", () => {
    ada.hears("ghost", 1);
    bob.hears("ghost", 1);
    expect(violations()).toEqual([{ kind: "never sent", room: "room", epoch: "e1", seq: 1, id: "ghost" }]);
  });

  it("need a client that is there at the end", () => {
    bob.online().does("lost");
    expect(violations()).toEqual([{ kind: "not back", client: "bob" }]);
  });
});
