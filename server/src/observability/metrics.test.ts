import { describe, expect, it } from "vitest";
import { Metrics } from "./metrics.ts";

async function linesAfter(count: (metrics: Metrics) => void): Promise<string[]> {
  const metrics = new Metrics();
  count(metrics);
  return (await metrics.exposition()).body.split("\n");
}

describe("Metrics", () => {
  it("counts connections as they come and go", async () => {
    const lines = await linesAfter(metrics => {
      metrics.connectionOpened();
      metrics.connectionOpened();
      metrics.connectionClosed("transport close");
      metrics.connectionRefused("unauthenticated");
    });
    expect(lines).toContain("hubbub_connections 1");
    expect(lines).toContain("hubbub_connects_total 2");
    expect(lines).toContain('hubbub_disconnects_total{reason="transport close"} 1');
    expect(lines).toContain('hubbub_connects_refused_total{code="unauthenticated"} 1');
  });

  it("keeps labels bounded where a reason is none that it knows", async () => {
    const lines = await linesAfter(metrics => metrics.connectionClosed("whatever a library thinks of next"));
    expect(lines).toContain('hubbub_disconnects_total{reason="other"} 1');
  });

  it("counts answers by code and times them from a millisecond on", async () => {
    const lines = await linesAfter(metrics => {
      metrics.answered("message:send", null, 0.0015);
      metrics.answered("message:send", "rate_limited", 0.0005);
    });
    expect(lines).toContain('hubbub_requests_total{request="message:send",code="ok"} 1');
    expect(lines).toContain('hubbub_requests_total{request="message:send",code="rate_limited"} 1');
    expect(lines).toContain('hubbub_ack_seconds_bucket{le="0.001",request="message:send"} 1');
    expect(lines).toContain('hubbub_ack_seconds_bucket{le="0.002",request="message:send"} 2');
  });

  it("counts what a replica does for its rooms", async () => {
    const lines = await linesAfter(metrics => {
      metrics.broadcast(3);
      metrics.broadcast(1);
      metrics.recovered("tail");
      metrics.presenceChanged(2);
      metrics.swept(1);
    });
    expect(lines).toContain("hubbub_broadcasts_total 2");
    expect(lines).toContain("hubbub_broadcast_messages_total 4");
    expect(lines).toContain('hubbub_recoveries_total{result="tail"} 1');
    expect(lines).toContain("hubbub_presence_changes_total 2");
    expect(lines).toContain("hubbub_sweeps_total 1");
  });

  it("tells of the event loop, and two of it share a process", async () => {
    const [one, two] = await Promise.all([linesAfter(() => {}), linesAfter(metrics => metrics.swept(1))]);
    expect(one.some(line => line.startsWith("hubbub_nodejs_eventloop_lag_seconds "))).toBe(true);
    expect(one).toContain("hubbub_sweeps_total 0");
    expect(two).toContain("hubbub_sweeps_total 1");
  });
});
