import { describe, expect, it } from "vitest";
import type { Line } from "../record.ts";
import { type Act, openFirst, surely } from "./gate.ts";
import { judgeMembership } from "./judge.ts";

const act = (opens: boolean, asked: number, answered: number): Act => ({ opens, asked, answered });
const room = "den";
const place = (at: number, id: string) => ({ at, id, room, epoch: "e", seq: 1 });
const sent = (at: number, id: string): Line => ({ type: "sent", at, id, room });
const heard = (at: number, id: string): Line => ({ type: "delivered", ...place(at, id) });
const acked = (at: number, id: string): Line => ({ type: "acked", ...place(at, id) });
const refused = (at: number, id: string): Line => ({ type: "refused", at, id, known: true, code: "forbidden" });

interface Told {
  readonly membership?: readonly Act[];
  readonly voice?: readonly Act[];
  readonly hearMs?: number;
}

/** What bob is found to have done, who stood so, while ada said something. */
function judge(
  ada: Line[],
  bob: Line[],
  { membership = [openFirst], voice = [openFirst], hearMs = 0 }: Told,
): string[] {
  const tapes = [
    { client: "ada", lines: ada },
    { client: "bob", lines: bob },
  ];
  const standing = { user: "bob", room, clients: new Set(["bob"]), membership, voice };
  return judgeMembership(tapes, [standing], { hearMs }).map(({ kind, id }) => `${kind} ${id}`);
}

const shownOut = [openFirst, act(false, 10, 20)];

describe("a gate", () => {
  it("is closed from the answer on, and open until the question", () => {
    expect(surely("closed", shownOut, 20, 99)).toBe(true);
    expect(surely("closed", shownOut, 19, 99)).toBe(false);
    expect(surely("open", shownOut, 0, 9)).toBe(true);
    expect(surely("open", shownOut, 0, 10)).toBe(false);
  });

  it("is neither while acts overlap that would open and close it", () => {
    const acts = [...shownOut, act(true, 15, 25)];
    expect([surely("open", acts, 30, 40), surely("closed", acts, 30, 40)]).toEqual([false, false]);
  });

  it("is open again after an act that began when the other was over", () => {
    expect(surely("open", [...shownOut, act(true, 30, 40)], 40, 99)).toBe(true);
  });
});

describe("who was shown out", () => {
  it("hears nothing that is said afterwards", () => {
    const membership = shownOut;
    expect(
      judge([sent(21, "late"), sent(19, "early")], [heard(30, "late"), heard(31, "early")], { membership }),
    ).toEqual(["overheard late"]);
  });

  it("may hear it for as long as the word of that may be lost, and once they are let in again", () => {
    const bob = [heard(60, "m")];
    expect(judge([sent(50, "m")], bob, { membership: shownOut, hearMs: 40 })).toEqual([]);
    expect(judge([sent(50, "m")], bob, { membership: shownOut, hearMs: 10 })).toEqual(["overheard m"]);
    expect(judge([sent(50, "m")], bob, { membership: [...shownOut, act(true, 55, 58)] })).toEqual([]);
  });

  it("says nothing", () => {
    const bob = [sent(15, "early"), acked(16, "early"), sent(25, "late"), acked(26, "late")];
    expect(judge([], bob, { membership: shownOut })).toEqual(["spoke late"]);
    expect(judge([], bob, { voice: shownOut })).toEqual(["spoke late"]);
  });
});

it("who is in and not muted may speak", () => {
  const bob = [sent(5, "mine"), refused(8, "mine"), sent(25, "late"), refused(26, "late")];
  expect(judge([], bob, { membership: shownOut })).toEqual(["silenced mine"]);
  expect(judge([], bob, { membership: shownOut, voice: [openFirst, act(false, 0, 1)] })).toEqual([]);
});
