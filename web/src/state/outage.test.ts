import type { ConnectionState } from "@hubbub/client";
import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Outage } from "./outage.ts";

const state = (phase: ConnectionState["phase"]): ConnectionState => ({
  phase,
  replica: null,
  since: null,
  retryAt: null,
  roundTrip: null,
  clockAhead: 0,
  error: null,
});

const clock = {
  now: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

describe("Outage", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("says nothing of a blink", () => {
    const connection = signal(state("online"));
    const outage = new Outage(connection, clock);
    connection.value = state("waiting");
    vi.advanceTimersByTime(1_400);
    expect(outage.message.value).toBeNull();
    connection.value = state("online");
    vi.advanceTimersByTime(5_000);
    expect(outage.message.value).toBeNull();
    outage.stop();
  });

  it("shows the connection as it was before for as long as it says nothing", () => {
    const connection = signal<ConnectionState>({ ...state("online"), replica: "one" });
    const outage = new Outage(connection, clock);
    connection.value = state("waiting");
    vi.advanceTimersByTime(1_000);
    expect(outage.shown.value).toMatchObject({ phase: "online", replica: "one" });
    connection.value = { ...state("online"), replica: "two" };
    expect(outage.shown.value).toMatchObject({ phase: "online", replica: "two" });
    connection.value = state("waiting");
    vi.advanceTimersByTime(1_500);
    expect(outage.shown.value.phase).toBe("waiting");
    outage.stop();
  });

  it("speaks after a second and a half, through all that is tried, until the connection is back", () => {
    const connection = signal(state("waiting"));
    const outage = new Outage(connection, clock);
    vi.advanceTimersByTime(1_000);
    connection.value = state("connecting");
    vi.advanceTimersByTime(500);
    expect(outage.message.value).not.toBeNull();
    connection.value = state("online");
    expect(outage.message.value).toBeNull();
    outage.stop();
  });

  it("speaks at once of an end", () => {
    const outage = new Outage(signal(state("ended")), clock);
    expect(outage.message.value).not.toBeNull();
    outage.stop();
  });

  it("leaves no timer behind", () => {
    const connection = signal(state("waiting"));
    const outage = new Outage(connection, clock);
    connection.value = state("online");
    expect(vi.getTimerCount()).toBe(0);
    connection.value = state("waiting");
    outage.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
