import type { OutboxEntry, RoomView, ShownMessage } from "@hubbub/client";
import { describe, expect, it } from "vitest";
import { ada, bob, said as message, noon, waiting as outgoing, roomView } from "../../test/examples.ts";
import { type Entry, isSameEntry, type Row, timelineRows } from "./timeline.ts";

const minute = 60_000;

let seq = 0;
const said = (user: typeof ada, text: string, at: number, change: Partial<ShownMessage> = {}): ShownMessage => {
  seq += 1;
  return message(seq, { user, text, at, ...change });
};
const waiting = (text: string, at: number, change: Partial<OutboxEntry> = {}): OutboxEntry =>
  outgoing({ text, clientMessageId: text, at, ...change });
const room = (messages: readonly ShownMessage[], pending: readonly OutboxEntry[] = []): RoomView =>
  roomView({ messages, pending });

/** `--` for a day, `new`, else who said what, and how it stands; the name where it is shown. */
const shown = (rows: readonly Row[]) =>
  rows.map(row => {
    if (row.kind !== "entry") return row.kind === "day" ? "--" : "new";
    return `${row.first ? `${row.user.name}: ` : ""}${row.text} (${row.status})`;
  });

const entries = (view: RoomView): Entry[] => timelineRows(view, ada, null).filter(row => row.kind === "entry");

describe("timelineRows", () => {
  it("names who speaks once for what they say in one go", () => {
    const view = room([said(bob, "a", noon), said(bob, "b", noon + minute), said(ada, "c", noon + 2 * minute)]);
    expect(shown(timelineRows(view, ada, null))).toEqual(["--", "bob: a (received)", "b (received)", "ada: c (sent)"]);
  });

  it("names them again after a pause", () => {
    const view = room([said(bob, "a", noon), said(bob, "b", noon + 6 * minute)]);
    expect(shown(timelineRows(view, ada, null))).toEqual(["--", "bob: a (received)", "bob: b (received)"]);
  });

  it("divides days, also within one person's words", () => {
    const midnight = new Date(2026, 4, 5).getTime();
    const view = room([said(bob, "a", midnight - minute), said(bob, "b", midnight)]);
    expect(shown(timelineRows(view, ada, null))).toEqual(["--", "bob: a (received)", "--", "bob: b (received)"]);
  });

  it("does not say that a day begins where it began before what is loaded", () => {
    const midnight = new Date(2026, 4, 5).getTime();
    const view = { ...room([said(bob, "a", midnight - minute), said(bob, "b", midnight)]), more: true };
    expect(shown(timelineRows(view, ada, null))).toEqual(["bob: a (received)", "--", "bob: b (received)"]);
  });

  it("divides a day once, where the clocks of two replicas differ", () => {
    const midnight = new Date(2026, 4, 5).getTime();
    const view = room([said(bob, "a", midnight), said(ada, "b", midnight - 5), said(bob, "c", midnight + 5)]);
    expect(shown(timelineRows(view, ada, null)).filter(row => row === "--")).toHaveLength(1);
  });

  it("divides what is new, before what somebody else said", () => {
    const messages = [
      said(bob, "old", noon),
      said(ada, "mine", noon),
      said(bob, "new", noon),
      said(bob, "newer", noon),
    ];
    const [first] = messages;
    const span = { from: first?.seq ?? 0, to: seq };
    expect(shown(timelineRows(room(messages), ada, span))).toEqual([
      ...["--", "bob: old (received)", "ada: mine (sent)"],
      ...["new", "bob: new (received)", "newer (received)"],
    ]);
  });

  it("does not say that what is new begins where older of it is not loaded", () => {
    const messages = [said(bob, "a", noon), said(bob, "b", noon)];
    const view = { ...room(messages), more: true };
    expect(shown(timelineRows(view, ada, { from: 0, to: seq }))).toEqual(["bob: a (received)", "b (received)"]);
  });

  it("says where history could not be recovered, once there is something before it", () => {
    const messages = [said(bob, "before", noon), said(bob, "after", noon)];
    const gap = messages[1]?.seq;
    const rows = timelineRows({ ...room(messages), more: true }, ada, null, gap);
    expect(rows.map(({ kind }) => kind)).toEqual(["entry", "gap", "entry"]);
    const alone = timelineRows(room(messages.slice(1)), ada, null, gap);
    expect(alone.map(({ kind }) => kind)).toEqual(["day", "entry"]);
    const first = timelineRows({ ...room(messages.slice(1)), more: true }, ada, null, gap);
    expect(first.map(({ kind }) => kind)).toEqual(["entry"]);
  });

  it("does not call new what was said after one began to read", () => {
    const span = { from: seq, to: seq };
    expect(shown(timelineRows(room([said(bob, "a", noon)]), ada, span))).toEqual(["--", "bob: a (received)"]);
  });

  it("shows what is on its way after everything else, as one's own", () => {
    const pending = [waiting("b", noon + minute), waiting("c", noon + minute, { status: "failed" })];
    const rows = timelineRows(room([said(bob, "a", noon)], pending), ada, null);
    expect(shown(rows)).toEqual(["--", "bob: a (received)", "ada: b (sending)", "c (failed)"]);
  });

  it("shows a message once that is in the log and still waits for its ack", () => {
    const rows = timelineRows(room([said(ada, "a", noon)], [waiting("a", noon)]), ada, null);
    expect(shown(rows)).toEqual(["--", "ada: a (sent)"]);
  });

  it("gives a message the same key before and after it is in the log", () => {
    const keys = (view: RoomView) => timelineRows(view, ada, null).map(row => row.key);
    expect(keys(room([], [waiting("a", noon)]))).toEqual(keys(room([said(ada, "a", noon)])));
  });

  it("keeps keys apart where two people chose the same id", () => {
    const rows = timelineRows(room([said(ada, "same", noon), said(bob, "same", noon)]), ada, null);
    expect(new Set(rows.map(row => row.key)).size).toBe(rows.length);
  });

  it("shows the new words of a message at once, and that they are on their way", () => {
    const before = said(ada, "a", noon);
    const edit = waiting("b", noon + 1, { kind: "edit", target: before.seq, text: "better" });
    expect(entries(room([before], [edit]))).toMatchObject([
      { text: "better", status: "sending", editedAt: noon + 1, outgoing: "edit", outgoingId: "b" },
    ]);
  });

  it("shows the old words again when a change was refused, with what may be tried again", () => {
    const before = said(ada, "a", noon);
    const edit = waiting("b", noon, { kind: "edit", target: before.seq, text: "better", status: "failed" });
    expect(entries(room([before], [edit]))).toMatchObject([
      { text: "a", status: "failed", editedAt: null, outgoing: "edit", outgoingId: "b" },
    ]);
  });

  it("makes the rows of 10,000 messages while nobody notices", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => said(index % 3 ? ada : bob, `${index}`, noon + index));
    const began = performance.now();
    expect(timelineRows(room(many), ada, null).length).toBeGreaterThan(10_000);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe("isSameEntry", () => {
  it("tells an entry that changed from one that did not", () => {
    const message = said(ada, "a", noon);
    const [before] = entries(room([], [waiting("a", noon)]));
    const [same] = entries(room([], [waiting("a", noon)]));
    const [after] = entries(room([message]));
    const [edited] = entries(room([{ ...message, text: "b", editedAt: noon }]));
    if (!(before && same && after && edited)) throw new Error("an entry is missing");
    expect([isSameEntry(before, same), isSameEntry(before, after), isSameEntry(after, edited)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
