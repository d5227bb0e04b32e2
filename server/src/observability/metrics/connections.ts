import { type ErrorCode, errorCodes } from "@hubbub/protocol";
import type { ConnectionTelemetry } from "../../domain/telemetry.ts";
import type { Meter } from "./meter.ts";

/** Why Socket.IO says that a connection closed. */
const closeReasons = [
  "transport close",
  "transport error",
  "ping timeout",
  "parse error",
  "forced close",
  "forced server close",
  "server shutting down",
  "server namespace disconnect",
  "client namespace disconnect",
];

/** Why this replica ends connections. */
const endCodes: ErrorCode[] = ["unauthenticated", "too_slow", "unavailable", "internal"];

const knownReasons = new Set([...closeReasons, ...Object.keys(errorCodes)]);

export function connectionMetrics(meter: Meter): ConnectionTelemetry {
  const open = meter.gauge("connections", "Open connections");
  const limit = meter.gauge("connections_limit", "The most connections that are taken; 0 for no bound");
  const connects = meter.counter("connects_total", "Connections opened");
  const refusals = meter.counterBy("code", "connects_refused_total", "CONNECTs refused", [
    "unauthenticated",
    "unavailable",
    "rate_limited",
  ] as ErrorCode[]);
  const disconnects = meter.counterBy("reason", "disconnects_total", "Connections closed", [
    ...closeReasons,
    ...endCodes,
    "other",
  ]);
  const slowReaders = meter.counter("slow_readers_total", "Connections ended because their clients did not read");
  const rebalanced = meter.counter("rebalanced_total", "Connections asked to move to other replicas");
  const requests = meter.counterByBoth(["request", "code"], "requests_total", "Requests of connections, by outcome");
  const acks = meter.histogramBy("request", "ack_seconds", "From a request to its ack");
  return {
    connectionOpened() {
      open.inc();
      connects.inc();
    },
    connectionClosed(reason) {
      open.dec();
      disconnects(knownReasons.has(reason) ? reason : "other").inc();
    },
    slowReader: () => slowReaders.inc(),
    connectionRefused: code => refusals(code).inc(),
    connectionsLimited: most => limit.set(most),
    rebalanced: connections => rebalanced.inc(connections),
    answered(request, code, seconds) {
      requests(request, code ?? "ok").inc();
      acks(request).observe(seconds);
    },
  };
}
