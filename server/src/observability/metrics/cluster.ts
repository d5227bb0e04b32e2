import type { ClusterTelemetry } from "../../domain/telemetry.ts";
import type { Meter } from "./meter.ts";

export function clusterMetrics(meter: Meter): ClusterTelemetry {
  const presenceChanges = meter.counter("presence_changes_total", "Comings and goings told to rooms");
  const sweeps = meter.counter("sweeps_total", "Dead replicas swept");
  const replicas = meter.gauge("replicas", "Replicas whose lease holds, as this one knows");
  const draining = meter.gauge("draining", "1 from the begin of the end on");
  return {
    drainBegan: () => draining.set(1),
    presenceChanged: changes => presenceChanges.inc(changes),
    swept: count => sweeps.inc(count),
    replicas: count => replicas.set(count),
  };
}
