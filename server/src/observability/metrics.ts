import type { Telemetry } from "../domain/telemetry.ts";
import { authMetrics } from "./metrics/auth.ts";
import { clusterMetrics } from "./metrics/cluster.ts";
import { connectionMetrics } from "./metrics/connections.ts";
import { messageMetrics } from "./metrics/messages.ts";
import { Meter } from "./metrics/meter.ts";
import { redisMetrics } from "./metrics/redis.ts";
import { stateMetrics } from "./metrics/state.ts";

export type Metrics = ReturnType<typeof createMetrics>;

/** What a replica counts, for Prometheus: docs/operations.md says what each metric is for. */
export function createMetrics() {
  const meter = new Meter();
  const http = meter.histogramByAll(["method", "route", "status"], "http_seconds", "Duration of HTTP requests");
  const telemetry: Telemetry = {
    ...connectionMetrics(meter),
    ...messageMetrics(meter),
    ...authMetrics(meter),
    ...clusterMetrics(meter),
  };
  return {
    ...telemetry,
    ...stateMetrics(meter),
    /** For the store to tell. */
    commands: redisMetrics(meter),
    /** `route` is the pattern that matched, never the path that was asked for. */
    httpAnswered: (method: string, route: string, status: number, seconds: number) =>
      http.observe({ method, route, status }, seconds),
    registry: meter.registry,
    /** All of it as Prometheus reads it, with its content type. */
    exposition: async () => ({ contentType: meter.registry.contentType, body: await meter.registry.metrics() }),
  };
}
