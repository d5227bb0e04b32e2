import type { OutboxEntry, RoomView } from "@hubbub/client";
import type { Message, User } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { type Group, isSameGroup, type Row, timelineRows } from "./timeline.ts";

const ada: User = { id: "adaadaada", name: "ada" };
const bob: User = { id: "bobbobbob", name: "bob" };
const noon = new Date(2026, 4, 4, 12).getTime();
const minute = 60_000;

let seq = 0;
const said = (user: User, text: string, at: number): Message => {
  seq += 1;
  return { seq, kind: "text", user, text, at, clientMessageId: text };
};

const waiting = (text: string, at: number, status: OutboxEntry["status"] = "sending"): OutboxEntry => ({
  room: "general",
  text,
  clientMessageId: text,
  at,
  status,
  error: null,
});

const room = (messages: readonly Message[], pending: readonly OutboxEntry[] = []): RoomView => ({
  id: "general",
  kind: "public",
  title: "general",
  position: { epoch: "e", seq },
  messages,
  more: false,
  resyncs: 0,
  pending,
  online: [],
  onlineCount: 0,
  unread: 0,
});

/** `--` for a divider, else who said what, and how it stands. */
const shown = (rows: readonly Row[]) =>
  rows.map(row =>
    row.kind === "day"
      ? "--"
      : `${row.user.name}: ${row.entries.map(({ text, status }) => `${text} (${status})`).join(", ")}`,
  );

describe("timelineRows", () => {
  it("puts together what one person said in one go", () => {
    const rows = timelineRows(
      room([said(bob, "a", noon), said(bob, "b", noon + minute), said(ada, "c", noon + 2 * minute)]),
      ada,
    );
    expect(shown(rows)).toEqual(["--", "bob: a (received), b (received)", "ada: c (sent)"]);
  });

  it("begins a new group after a pause", () => {
    const rows = timelineRows(room([said(bob, "a", noon), said(bob, "b", noon + 6 * minute)]), ada);
    expect(shown(rows)).toEqual(["--", "bob: a (received)", "bob: b (received)"]);
  });

  it("divides days, also within one person's words", () => {
    const midnight = new Date(2026, 4, 5).getTime();
    const rows = timelineRows(room([said(bob, "a", midnight - minute), said(bob, "b", midnight)]), ada);
    expect(shown(rows)).toEqual(["--", "bob: a (received)", "--", "bob: b (received)"]);
  });

  it("shows what is on its way after everything else, as one's own", () => {
    const rows = timelineRows(
      room([said(bob, "a", noon)], [waiting("b", noon + minute), waiting("c", noon + minute, "failed")]),
      ada,
    );
    expect(shown(rows)).toEqual(["--", "bob: a (received)", "ada: b (sending), c (failed)"]);
  });

  it("shows a message once that is in the log and still waits for its ack", () => {
    const rows = timelineRows(room([said(ada, "a", noon)], [waiting("a", noon)]), ada);
    expect(shown(rows)).toEqual(["--", "ada: a (sent)"]);
  });

  it("gives a message the same key before and after it is in the log", () => {
    const keys = (view: RoomView) => timelineRows(view, ada).map(row => row.key);
    expect(keys(room([], [waiting("a", noon)]))).toEqual(keys(room([said(ada, "a", noon)])));
  });

  it("tells a group that changed from one that did not", () => {
    const message = said(ada, "a", noon);
    const groupOf = (view: RoomView) => timelineRows(view, ada).find((row): row is Group => row.kind === "group");
    const [before, same, after] = [room([], [waiting("a", noon)]), room([], [waiting("a", noon)]), room([message])]
      .map(groupOf)
      .flatMap(group => group ?? []);
    if (before === undefined || same === undefined || after === undefined) throw new Error("a group is missing");
    expect([isSameGroup(before, same), isSameGroup(before, after)]).toEqual([true, false]);
  });

  it("keeps keys apart where two people chose the same id", () => {
    const rows = timelineRows(room([said(ada, "same", noon), said(bob, "same", noon)]), ada);
    expect(new Set(rows.map(row => row.key)).size).toBe(rows.length);
  });
});
