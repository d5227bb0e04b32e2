import { expect, it } from "vitest";
import type { Backlog } from "../domain/slow-reader.ts";
import { SlowReaders } from "./slow-readers.ts";

function setUp() {
  const reader = {
    id: "c1",
    backlog: { waiting: 0, taken: 0 } as Backlog,
    log: [] as string[],
    giveUp: ({ code, temporary }: { code: string; temporary: boolean }) => reader.log.push(`${code} ${temporary}`),
    cut: () => reader.log.push("cut"),
  };
  let counted = 0;
  const told: [connection: string, waiting: number][] = [];
  const readers = new SlowReaders({
    connections: [reader],
    telemetry: { slowReader: () => counted++ },
    journal: { tooSlow: (...line) => void told.push(line) },
    maxBufferedBytes: 1_000,
  });
  const look = (backlog: Backlog) => {
    reader.backlog = backlog;
    readers.look();
    return reader.log.splice(0);
  };
  return { look, counted: () => counted, told };
}

it("tells who is slow why at the second look, and cuts them off at the third, counted once", () => {
  const { look, counted, told } = setUp();
  expect(look({ waiting: 5_000, taken: 10 })).toEqual([]);
  expect(look({ waiting: 5_000, taken: 10 })).toEqual(["too_slow true"]);
  expect(look({ waiting: 100, taken: 10 })).toEqual(["cut"]);
  expect(counted()).toBe(1);
  expect(told).toEqual([["c1", 5_000]]);
});

it("never ends a reader whose long recovery goes on", () => {
  const { look } = setUp();
  for (let waiting = 90_000; waiting > 0; waiting -= 500) {
    expect(look({ waiting, taken: 90_000 - waiting })).toEqual([]);
  }
});
