import type { Message } from "@hubbub/protocol";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Takings } from "./takings.ts";

const messages = (...seqs: number[]): Message[] =>
  seqs.map(seq => ({ seq, kind: "text", user: { id: "u", name: "U" }, text: "", at: 0, clientMessageId: `${seq}` }));

let takings: Takings;
beforeEach(() => {
  vi.useFakeTimers();
  takings = new Takings();
});
afterEach(() => {
  vi.useRealTimers();
});

it("tells how many took the broadcast that leaves at the end of the turn", async () => {
  const asked = takings.of("general", "e", 2);
  setImmediate(() => takings.leave("general", "e", messages(1, 2), Promise.resolve(3)));
  await vi.advanceTimersByTimeAsync(1);
  await expect(asked).resolves.toBe(3);
  expect(vi.getTimerCount()).toBe(0);
});

it("does not wait where the message gathers with others, and is not told of another room's broadcast", async () => {
  const asked = [takings.of("general", "e", 2), takings.of("general", "f", 1), takings.of("den", "e", 1)];
  takings.leave("general", "e", messages(1), Promise.resolve(3));
  await vi.advanceTimersByTimeAsync(1);
  await expect(Promise.all(asked)).resolves.toEqual([undefined, undefined, undefined]);
});

it("does not wait long for a broadcast that hangs, nor at all for one that fails", async () => {
  const [slow, failed] = [takings.of("general", "e", 1), takings.of("den", "e", 1)];
  takings.leave("general", "e", messages(1), new Promise(() => {}));
  takings.leave("den", "e", messages(1), Promise.reject(new Error("gone")));
  await vi.advanceTimersByTimeAsync(1);
  await expect(failed).resolves.toBeUndefined();
  await vi.advanceTimersByTimeAsync(60);
  await expect(slow).resolves.toBeUndefined();
});
