import { describe, expect, it } from "vitest";
import { createMetrics, type Metrics } from "./metrics.ts";

async function linesAfter(count: (metrics: Metrics) => void): Promise<string[]> {
  const metrics = createMetrics();
  count(metrics);
  return (await metrics.exposition()).body.split("\n");
}

describe("the metrics of a replica", () => {
  it("count connections as they come and go", async () => {
    const lines = await linesAfter(metrics => {
      metrics.connectionsLimited(500);
      metrics.connectionOpened();
      metrics.connectionOpened();
      metrics.connectionClosed("transport close");
      metrics.connectionClosed("too_slow");
      metrics.connectionRefused("unauthenticated");
      metrics.rebalanced(3);
    });
    expect(lines).toContain("hubbub_connections 0");
    expect(lines).toContain("hubbub_connections_limit 500");
    expect(lines).toContain("hubbub_connects_total 2");
    expect(lines).toContain('hubbub_disconnects_total{reason="transport close"} 1');
    expect(lines).toContain('hubbub_disconnects_total{reason="too_slow"} 1');
    expect(lines).toContain('hubbub_connects_refused_total{code="unauthenticated"} 1');
    expect(lines).toContain("hubbub_rebalanced_total 3");
  });

  it("keep labels bounded where a reason is none that they know", async () => {
    const lines = await linesAfter(metrics => {
      for (let n = 0; n < 100; n += 1) metrics.connectionClosed(`what a library thinks of next: ${n}`);
    });
    expect(lines).toContain('hubbub_disconnects_total{reason="other"} 100');
    expect(lines.filter(line => line.startsWith("hubbub_disconnects_total")).length).toBeLessThan(20);
  });

  it("count answers by code and time them from a millisecond on", async () => {
    const lines = await linesAfter(metrics => {
      metrics.answered("message:send", null, 0.0015);
      metrics.answered("message:send", "rate_limited", 0.0005);
    });
    expect(lines).toContain('hubbub_requests_total{request="message:send",code="ok"} 1');
    expect(lines).toContain('hubbub_requests_total{request="message:send",code="rate_limited"} 1');
    expect(lines).toContain('hubbub_ack_seconds_bucket{le="0.001",request="message:send"} 1');
    expect(lines).toContain('hubbub_ack_seconds_bucket{le="0.002",request="message:send"} 2');
  });

  it("follow messages from the log to connections", async () => {
    const lines = await linesAfter(metrics => {
      metrics.appended("edit", "appended");
      metrics.appended("text", "duplicate");
      metrics.appended("text", "forbidden");
      metrics.broadcast(3);
      metrics.broadcast(1);
      metrics.delivered(20, [0.003, 1.5]);
    });
    expect(lines).toContain('hubbub_messages_accepted_total{kind="edit"} 1');
    expect(lines).toContain('hubbub_messages_accepted_total{kind="text"} 0');
    expect(lines).toContain('hubbub_log_appends_total{result="duplicate"} 1');
    expect(lines).toContain('hubbub_log_appends_total{result="forbidden"} 1');
    expect(lines).toContain("hubbub_broadcasts_total 2");
    expect(lines).toContain("hubbub_broadcast_messages_total 4");
    expect(lines).toContain('hubbub_batch_messages_bucket{le="1"} 1');
    expect(lines).toContain("hubbub_messages_delivered_total 40");
    expect(lines).toContain('hubbub_delivery_seconds_bucket{le="0.005"} 1');
    expect(lines).toContain("hubbub_delivery_seconds_sum 1.503");
  });

  it("count what a replica does for its rooms and for the others", async () => {
    const lines = await linesAfter(metrics => {
      metrics.recovered("tail");
      metrics.positionTick();
      metrics.presenceChanged(2);
      metrics.swept(1);
      metrics.replicas(4);
      metrics.drainBegan();
    });
    expect(lines).toContain('hubbub_recoveries_total{result="tail"} 1');
    expect(lines).toContain('hubbub_recoveries_total{result="resync"} 0');
    expect(lines).toContain("hubbub_position_ticks_total 1");
    expect(lines).toContain("hubbub_presence_changes_total 2");
    expect(lines).toContain("hubbub_sweeps_total 1");
    expect(lines).toContain("hubbub_replicas 4");
    expect(lines).toContain("hubbub_draining 1");
  });

  it("count who was refused, and where Redis failed", async () => {
    const lines = await linesAfter(metrics => {
      metrics.authFailed("expired");
      metrics.rateLimited("message");
      metrics.commands.answered("appendMessage", 0.0004);
      metrics.commands.failed("unavailable");
    });
    expect(lines).toContain('hubbub_auth_failures_total{reason="expired"} 1');
    expect(lines).toContain('hubbub_rate_limits_total{limit="message"} 1');
    expect(lines).toContain('hubbub_redis_command_seconds_bucket{le="0.001",command="appendMessage"} 1');
    expect(lines).toContain('hubbub_redis_command_failures_total{code="unavailable"} 1');
  });

  it("look up how the replica is when they are asked", async () => {
    const metrics = createMetrics();
    const state = async () => (await metrics.exposition()).body.match(/^hubbub_(ready|redis_up) \d$/gm);
    expect(await state()).toEqual(["hubbub_ready 0", "hubbub_redis_up 0"]);
    let isRedisUp = true;
    metrics.watch({ isReady: () => true, isRedisUp: () => isRedisUp });
    expect(await state()).toEqual(["hubbub_ready 1", "hubbub_redis_up 1"]);
    isRedisUp = false;
    expect(await state()).toEqual(["hubbub_ready 1", "hubbub_redis_up 0"]);
  });

  it("tell of the event loop, and two of them share a process", async () => {
    const [one, two] = await Promise.all([linesAfter(() => {}), linesAfter(metrics => metrics.swept(1))]);
    expect(one.some(line => line.startsWith("hubbub_nodejs_eventloop_lag_p99_seconds "))).toBe(true);
    expect(one).toContain("hubbub_sweeps_total 0");
    expect(two).toContain("hubbub_sweeps_total 1");
  });
});
