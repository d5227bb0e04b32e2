import type { Message } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { Batches, batchEveryMs } from "./batches.ts";

const message = (seq: number): Message => ({
  seq,
  kind: "text",
  user: { id: "adaadaada", name: "Ada" },
  text: "hello",
  at: 1,
  clientMessageId: `m${seq}`,
});

/** Batches under a clock that a test turns: `pass` ends the turn, then lets time go by. */
function setUp() {
  const left: string[] = [];
  const timers = new Map<() => void, number>();
  let now = 0;
  const after = (ms: number, run: () => void) => timers.set(run, now + ms);
  const pass = (ms: number) => {
    now += ms;
    for (const [run, at] of timers) {
      if (at <= now && timers.delete(run)) run();
    }
  };
  const leave = (room: string, epoch: string, messages: readonly Message[]) =>
    left.push(`${room} ${epoch} ${messages.map(({ seq }) => seq)}`);
  const batches = new Batches(leave, { endOfTurn: run => after(0, run), after });
  const add = (seq: number, room = "den", epoch = "e") => batches.add(room, epoch, message(seq));
  return { add, pass, left: () => left.splice(0), flush: () => batches.flush() };
}

it("sends a message of a room at rest at the end of the turn", () => {
  const { add, pass, left } = setUp();
  add(1);
  expect(left()).toEqual([]);
  pass(0);
  expect(left()).toEqual(["den e 1"]);
});

it("gathers what follows a batch until 20 ms after it", () => {
  const { add, pass, left } = setUp();
  add(1);
  pass(0);
  left();
  add(3);
  pass(batchEveryMs - 1);
  add(2);
  expect(left()).toEqual([]);
  pass(1);
  expect(left()).toEqual(["den e 2,3"]);
});

it("goes on at that pace while the room is busy, and is at rest again after 20 ms of silence", () => {
  const { add, pass, left } = setUp();
  for (let seq = 1; seq <= 9; seq += 1) {
    add(seq);
    pass(seq === 1 ? 0 : batchEveryMs / 2);
  }
  expect(left()).toEqual(["den e 1", "den e 2,3", "den e 4,5", "den e 6,7", "den e 8,9"]);
  pass(batchEveryMs);
  add(10);
  pass(0);
  expect(left()).toEqual(["den e 10"]);
});

it("lets no room wait for another, nor an epoch for another", () => {
  const { add, pass, left } = setUp();
  add(1);
  pass(0);
  add(7, "hall");
  add(1, "den", "f");
  pass(0);
  expect(left()).toEqual(["den e 1", "hall e 7", "den f 1"]);
});

it("sends what is gathered at once when asked to, and not again", () => {
  const { add, pass, left, flush } = setUp();
  add(1);
  pass(0);
  add(2);
  flush();
  expect(left()).toEqual(["den e 1", "den e 2"]);
  pass(batchEveryMs);
  expect(left()).toEqual([]);
});
