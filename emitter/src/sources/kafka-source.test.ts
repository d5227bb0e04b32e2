import { describe, expect, it } from "vitest";
import { committable, toDelivery } from "./kafka-source.ts";

const record = (
  partition: number,
  offset: bigint,
  key?: string,
  topic = "jobs",
  headers = new Map<Buffer | null, Buffer | null>(),
) =>
  toDelivery({
    topic,
    partition,
    offset,
    timestamp: 1_800_000_000_000n,
    leaderEpoch: 0,
    key: key === undefined ? undefined : Buffer.from(key),
    value: Buffer.from("{}"),
    headers,
  } as Parameters<typeof toDelivery>[0]);

describe("what is committed", () => {
  it("stops before the first record that is not done, in each partition", () => {
    const taken = [record(0, 5n), record(1, 7n), record(0, 6n), record(0, 7n), record(1, 8n)];
    const ended = [0, 1, 3, 4].flatMap(index => (taken[index] ? { delivery: taken[index] } : []));
    expect(committable(taken, ended)).toEqual([
      { topic: "jobs", partition: 0, offset: 6n, leaderEpoch: 0 },
      { topic: "jobs", partition: 1, offset: 9n, leaderEpoch: 0 },
    ]);
  });

  it("is nothing where nothing is done", () => {
    expect(committable([record(0, 5n)], [])).toEqual([]);
  });
});

describe("a record", () => {
  it("keeps the order of its key, or without one that of its partition", () => {
    expect(record(0, 1n, "ada").lane).toBe(record(0, 2n, "ada").lane);
    expect(record(0, 1n, "ada").lane).not.toBe(record(0, 2n, "bob").lane);
    expect(record(0, 1n).lane).toBe(record(0, 2n).lane);
    expect(record(0, 1n).lane).not.toBe(record(1, 1n).lane);
  });

  it("belongs to the step that its headers name, if they do", () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const headers = new Map([
      [Buffer.from("traceparent"), Buffer.from(traceparent)],
      [Buffer.from("empty"), null],
    ]);
    expect(record(0, 1n, "ada", "jobs", headers).trace).toEqual({ traceparent });
    expect(record(0, 1n).trace).toEqual({});
  });

  it("has a key of at most 64 characters that is its alone, and the same each time", () => {
    const long = "a".repeat(249);
    for (const topic of ["jobs", long]) {
      const keys = [record(0, 1n, "x", topic), record(0, 2n, "x", topic), record(1, 1n, "x", topic)].map(
        ({ key }) => key,
      );
      expect(new Set(keys).size).toBe(3);
      expect(record(0, 1n, "x", topic).key).toBe(keys[0]);
      for (const key of keys) expect(key).toMatch(/^[!-~]{1,64}$/);
    }
  });
});
