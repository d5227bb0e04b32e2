import type { Message, Recovery } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { Place } from "./place.ts";

const message = (seq: number): Message => ({
  ...{ seq, kind: "text", user: { id: "somebody1", name: "Somebody" }, text: `${seq}`, at: 0 },
  clientMessageId: `id-${seq}`,
});
const batch = (...seqs: number[]) => ({ epoch: "e", messages: seqs.map(message) });
const answer = (seq: number, seqs: number[], rest: Partial<Recovery> = {}): Recovery => ({
  ...{ position: { epoch: "e", seq }, recovered: true, messages: seqs.map(message), more: false, ...rest },
});
const at = (seq: number): Place => new Place({ epoch: "e", seq });
const seqs = (messages: readonly Message[] | null): number[] | null => messages?.map(({ seq }) => seq) ?? null;

describe("a place in a room's log", () => {
  it("tells what is new, each once and in order, whatever order it comes in", () => {
    const place = at(10);
    expect(seqs(place.take(batch(12, 13)).news)).toEqual([]);
    expect(place.isBehind).toBe(true);
    const { news, repeated } = place.take(batch(10, 11, 12));
    expect([seqs(news), seqs(repeated)]).toEqual([
      [11, 12, 13],
      [10, 12],
    ]);
    expect(place.isBehind).toBe(false);
  });

  it("is behind a head that it was told of", () => {
    const place = at(3);
    place.hear({ epoch: "e", seq: 2 });
    expect(place.isBehind).toBe(false);
    place.hear({ epoch: "e", seq: 4 });
    expect(place.isBehind).toBe(true);
    expect(seqs(place.recover(answer(4, [4])))).toEqual([4]);
    expect(place.isBehind).toBe(false);
  });

  it("takes nothing of another epoch before the log was asked", () => {
    const place = at(3);
    expect(place.take({ epoch: "f", messages: [message(4)] }).news).toEqual([]);
    expect(place.isBehind).toBe(true);
    expect(place.recover({ ...answer(4, [4]), position: { epoch: "f", seq: 4 }, recovered: false })).toBeNull();
    expect(place.position).toEqual({ epoch: "f", seq: 4 });
    expect(place.isBehind).toBe(false);
  });

  it("begins anew where the newest page does not reach back, and only there", () => {
    expect(seqs(at(8).recover(answer(10, [8, 9, 10], { recovered: false })))).toEqual([9, 10]);
    expect(at(5).recover(answer(10, [8, 9, 10], { recovered: false }))).toBeNull();
  });

  it("knows what is missing up to the end of the log", () => {
    const place = at(10);
    place.take(batch(11));
    expect(place.missing({ epoch: "e", seq: 14 })).toEqual({ due: 4, lost: 3 });
    expect(place.missing({ epoch: "e", seq: 11 })).toEqual({ due: 1, lost: 0 });
    place.take(batch(13, 14));
    expect(place.missing({ epoch: "e", seq: 14 })).toEqual({ due: 4, lost: 3 });
    expect(place.missing({ epoch: "f", seq: 2 })).toEqual({ due: 2, lost: 2 });
  });
});
