import { describe, expect, it } from "vitest";
import { message, messages, recovery } from "../test/support/messages.ts";
import { seededRandom, shuffled } from "../test/support/random.ts";
import {
  applyBatch,
  applyRecovery,
  beginAt,
  beginWith,
  type Change,
  hear,
  prepend,
  type Timeline,
} from "./timeline.ts";

const epoch = "e1";
const at = (seq: number): Timeline => beginAt({ epoch, seq });
const batch = (...seqs: number[]) => ({ epoch, messages: seqs.map(seq => message(seq)) });
const seqs = (list: readonly { seq: number }[]) => list.map(({ seq }) => seq);

describe("a broadcast", () => {
  it("that fits is appended", () => {
    const { next, appended } = applyBatch(at(4), batch(5, 6));
    expect(seqs(appended)).toEqual([5, 6]);
    expect(next.position).toEqual({ epoch, seq: 6 });
    expect(next.heard).toBeNull();
  });

  it("that is known changes nothing", () => {
    const timeline = applyBatch(at(4), batch(5, 6)).next;
    expect(applyBatch(timeline, batch(5, 6))).toEqual({ next: timeline, appended: [], resynced: false });
  });

  it("that leaves a gap is held until the gap closes", () => {
    const gap = applyBatch(at(4), batch(6, 7));
    expect(gap.appended).toEqual([]);
    expect(gap.next.heard).toEqual({ epoch, seq: 7 });
    const closed = applyBatch(gap.next, batch(5));
    expect(seqs(closed.appended)).toEqual([5, 6, 7]);
    expect(closed.next.heard).toBeNull();
    expect(closed.next.ahead.size).toBe(0);
  });

  it("of another epoch is a reason to ask, and appends nothing", () => {
    const { next, appended } = applyBatch(at(4), { epoch: "e2", messages: messages(5, 5) });
    expect(appended).toEqual([]);
    expect(next.heard).toEqual({ epoch: "e2", seq: 5 });
  });

  it("pushes the oldest out of a timeline that is very long, and the log still has them", () => {
    const long = applyBatch(at(0), { epoch, messages: messages(1, 10_000) }).next;
    const { next } = applyBatch(long, batch(10_001));
    expect(next.messages.length).toBe(10_000);
    expect(next.messages[0]?.seq).toBe(2);
    expect(next.more).toBe(true);
  });
});

describe("a head that is told", () => {
  it("is a gap where it is beyond ours, and none where it is not", () => {
    expect(hear(at(4), { epoch, seq: 4 }).heard).toBeNull();
    expect(hear(at(4), { epoch, seq: 5 }).heard).toEqual({ epoch, seq: 5 });
  });
});

describe("an answer of the log", () => {
  it("fills the gap, with what came live in between", () => {
    const asked = applyBatch(at(4), batch(7)).next;
    const since = applyBatch(asked, batch(8)).next;
    const { next, appended, resynced } = applyRecovery(since, asked, recovery(epoch, 7, 4));
    expect(seqs(appended)).toEqual([5, 6, 7, 8]);
    expect(resynced).toBe(false);
    expect(next.heard).toBeNull();
  });

  it("does not settle what was heard after the question", () => {
    const asked = hear(at(4), { epoch, seq: 6 });
    const since = applyBatch(asked, batch(9)).next;
    const { next, appended } = applyRecovery(since, asked, recovery(epoch, 6, 4));
    expect(seqs(appended)).toEqual([5, 6]);
    expect(next.heard).toEqual({ epoch, seq: 9 });
    expect(next.ahead.has(9)).toBe(true);
  });

  it("settles a head that the log does not have: it is not asked for for ever", () => {
    const asked = hear(at(4), { epoch, seq: 60 });
    expect(applyRecovery(asked, asked, recovery(epoch, 5, 4)).next.heard).toBeNull();
  });

  it("begins anew where the log was trimmed beyond our position", () => {
    const asked = applyBatch(at(3), batch(4)).next;
    const { next, appended, resynced } = applyRecovery(asked, asked, recovery(epoch, 200, null));
    expect(resynced).toBe(true);
    expect(seqs(appended)).toEqual(seqs(messages(151, 200)));
    expect(next).toMatchObject({ resyncs: 1, more: true, position: { epoch, seq: 200 } });
    expect(next.messages[0]?.seq).toBe(151);
  });

  it("does not begin anew where the newest page touches what is known", () => {
    const asked = applyBatch(at(190), batch(191, 192)).next;
    const { next, appended, resynced } = applyRecovery(asked, null, recovery(epoch, 200, null));
    expect(resynced).toBe(false);
    expect(seqs(appended)).toEqual([193, 194, 195, 196, 197, 198, 199, 200]);
    expect(next.messages[0]?.seq).toBe(151);
  });

  it("to who came in goes before what came live, where the room was told of before the answer", () => {
    const told = at(100);
    const answer = recovery(epoch, 100, null);
    for (const timeline of [told, applyBatch(told, batch(101, 102)).next]) {
      const { next, appended, resynced } = applyRecovery(timeline, null, answer);
      expect([resynced, appended, next.resyncs]).toEqual([false, [], 0]);
      expect(seqs(next.messages)).toEqual([...seqs(messages(51, 100)), ...seqs(timeline.messages)]);
      expect(next.shown.length).toBe(next.messages.length);
      expect(next).toMatchObject({ position: timeline.position, more: true });
    }
  });

  it("begins anew in another epoch", () => {
    const asked = hear(applyBatch(at(3), batch(4)).next, { epoch: "e2", seq: 2 });
    const { next, appended, resynced } = applyRecovery(asked, asked, recovery("e2", 2, null));
    expect(resynced).toBe(true);
    expect(seqs(appended)).toEqual([1, 2]);
    expect(next.heard).toBeNull();
  });

  it("of an epoch that was left since is dropped", () => {
    const asked = at(4);
    const since = beginWith(recovery("e2", 2, null));
    expect(applyRecovery(since, asked, recovery(epoch, 6, 4))).toEqual({ next: since, appended: [], resynced: false });
  });

  it("from a log that lost what we saw begins anew, and tells only what is new", () => {
    const asked = applyBatch(at(0), batch(1, 2, 3)).next;
    const rewritten = { ...recovery(epoch, 2, null), messages: [message(1), message(2, { clientMessageId: "other" })] };
    const { next, appended, resynced } = applyRecovery(asked, asked, rewritten);
    expect(resynced).toBe(true);
    expect(appended.map(({ clientMessageId }) => clientMessageId)).toEqual(["other"]);
    expect(next.position.seq).toBe(2);
  });
});

describe("a page of history", () => {
  it("goes before the first message", () => {
    const timeline = prepend(applyBatch(at(4), batch(5)).next, { messages: messages(2, 4), more: true });
    expect(seqs(timeline.messages)).toEqual([2, 3, 4, 5]);
    expect(timeline.more).toBe(true);
  });

  it("that does not end right before it is dropped", () => {
    const timeline = applyBatch(at(4), batch(5)).next;
    expect(prepend(timeline, { messages: messages(2, 3), more: true })).toBe(timeline);
  });

  it("that is empty says that there is no more", () => {
    expect(prepend(at(4), { messages: [], more: false }).more).toBe(false);
  });
});

describe("whatever the network does", () => {
  const total = 60;

  /** Each message comes as a broadcast up to three times, in any order, or never; now and then the log is asked. */
  function run(seed: number): { timeline: Timeline; told: number[] } {
    const random = seededRandom(seed);
    const copies = messages(1, total).flatMap(each => Array.from({ length: Math.floor(random() * 4) }, () => each));
    const told: number[] = [];
    let timeline = at(0);
    let asked: { timeline: Timeline; head: number } | null = null;
    let head = 0;
    const take = (change: Change) => {
      timeline = change.next;
      told.push(...seqs(change.appended));
    };
    for (const each of shuffled(copies, random)) {
      head = Math.max(head, each.seq);
      take(applyBatch(timeline, { epoch, messages: [each] }));
      if (asked === null && timeline.heard !== null && random() < 0.2) asked = { timeline, head };
      else if (asked !== null && random() < 0.3) {
        take(applyRecovery(timeline, asked.timeline, recovery(epoch, asked.head, asked.timeline.position.seq)));
        asked = null;
      }
    }
    take(applyRecovery(timeline, timeline, recovery(epoch, total, timeline.position.seq)));
    return { timeline, told };
  }

  it.each(Array.from({ length: 200 }, (_, seed) => seed))("each message is told once and in order (seed %i)", seed => {
    const { timeline, told } = run(seed);
    const all = seqs(messages(1, total));
    expect(told).toEqual(all);
    expect(seqs(timeline.messages)).toEqual(all);
    expect(timeline.heard).toBeNull();
  });
});
