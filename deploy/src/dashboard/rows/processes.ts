import { chart } from "../panels.ts";
import { ofReplicas, quantile, rate } from "../queries.ts";

/** What the replicas cost the machines that they run on. */
export const processes = {
  title: "Processes",
  panels: [
    chart("Event-loop lag, p99", {
      about: "How long anything waits for its turn. Above 0.2 s people feel it.",
      unit: "s",
      lines: [{ query: ofReplicas("hubbub_nodejs_eventloop_lag_p99_seconds"), legend: "{{instance}}" }],
    }),
    chart("Processor", {
      about: "Cores in use. A replica is one thread: near 1 it is full.",
      unit: "short",
      lines: [{ query: rate(ofReplicas("hubbub_process_cpu_seconds_total")), legend: "{{instance}}" }],
    }),
    chart("Memory", {
      about: "Resident: what the machine gives. Heap: what is in use of it by objects.",
      unit: "bytes",
      lines: [
        { query: ofReplicas("hubbub_process_resident_memory_bytes"), legend: "{{instance}}" },
        { query: ofReplicas("hubbub_nodejs_heap_size_used_bytes"), legend: "{{instance}}, heap" },
      ],
    }),
    chart("HTTP, p99", {
      about: "Signing in, lists of rooms, probes and metrics.",
      unit: "s",
      lines: [{ query: quantile(0.99, ofReplicas("hubbub_http_seconds_bucket"), "route"), legend: "{{route}}" }],
    }),
    chart("Collecting garbage", {
      about: "The share of time that goes into it.",
      unit: "percentunit",
      lines: [
        {
          query: `sum by (instance) (${rate(ofReplicas("hubbub_nodejs_gc_duration_seconds_sum"))})`,
          legend: "{{instance}}",
        },
      ],
    }),
    chart("Open files", {
      about: "Each connection is one; the machine bounds them (ulimit -n).",
      unit: "short",
      lines: [{ query: ofReplicas("hubbub_process_open_fds"), legend: "{{instance}}" }],
    }),
  ],
};
