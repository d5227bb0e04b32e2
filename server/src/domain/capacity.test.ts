import { describe, expect, it } from "vitest";
import { Capacity } from "./capacity.ts";

const megabyte = 1_048_576;

function capacity(connections = 100, memoryMb = 0) {
  const now = { connections: 0, memory: 0 };
  const of = new Capacity(
    { connections, memoryBytes: memoryMb * megabyte },
    { connections: () => now.connections, memory: () => now.memory * megabyte },
  );
  return { now, of };
}

describe("the capacity of a replica", () => {
  it("is there up to the last place, and for whoever takes one that became free", () => {
    const { now, of } = capacity();
    now.connections = 99;
    expect(of.refusal).toBeNull();
    now.connections = 100;
    expect(of.refusal).toBe("This replica has its 100 connections.");
    now.connections = 99;
    expect(of.refusal).toBeNull();
  });

  it("sends a balancer elsewhere until a twentieth is free", () => {
    const { now, of } = capacity();
    const told = [99, 100, 99, 96, 95, 99].map(connections => {
      now.connections = connections;
      return of.reason !== null;
    });
    expect(told).toEqual([false, true, true, true, false, false]);
  });

  it("is taken for full by a balancer that was not looking when it was", () => {
    const { now, of } = capacity();
    now.connections = 100;
    expect(of.refusal).not.toBeNull();
    now.connections = 98;
    expect(of.reason).not.toBeNull();
  });

  it("ends at the memory watermark, and comes back below it", () => {
    const { now, of } = capacity(100, 400);
    const told = [399, 400, 390, 380].map(memory => {
      now.memory = memory;
      return [of.refusal, of.reason];
    });
    const heavy = "This replica uses its 400 MB of memory.";
    expect(told).toEqual([
      [null, null],
      [heavy, heavy],
      [heavy, heavy],
      [null, null],
    ]);
  });

  it("knows no bound of memory without a watermark", () => {
    const { now, of } = capacity();
    now.memory = 1_000_000;
    expect(of.refusal).toBeNull();
  });
});
