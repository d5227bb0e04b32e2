import { chart } from "../panels.ts";
import { orNone, quantile, rate, sum, sumBy } from "../queries.ts";

/** Backend jobs, and what they wait for. Whatever replicas are chosen. */
export const emitter = {
  title: "Emitter",
  panels: [
    chart("Calls", {
      about: "Of backend jobs, by result: ok, or the code they failed with.",
      unit: "reqps",
      lines: [
        { query: orNone(sumBy("result", rate("hubbub_emitter_receipts_total")), "result"), legend: "{{result}}" },
      ],
    }),
    chart("From a call to its receipt", {
      about: "p99 by verb.",
      unit: "s",
      lines: [{ query: quantile(0.99, "hubbub_emitter_seconds_bucket", "verb"), legend: "{{verb}}" }],
    }),
    chart("Waiting in sources", {
      about: "Calls in the Redis stream and in Kafka that are not done yet.",
      unit: "short",
      lines: [{ query: orNone(sumBy("source", "hubbub_emitter_source_lag"), "source"), legend: "{{source}}" }],
    }),
    chart("From sources", {
      about: "Calls that were taken, tried again, and given up.",
      unit: "reqps",
      lines: [
        { query: orNone(sum(rate("hubbub_emitter_source_consumed_total"))), legend: "done" },
        { query: orNone(sum(rate("hubbub_emitter_source_retries_total"))), legend: "tried again" },
        { query: orNone(sum(rate("hubbub_emitter_source_dead_letters_total"))), legend: "given up" },
      ],
    }),
    chart("Calls refused", {
      about: "API keys that were not accepted, and calls that came too fast.",
      unit: "reqps",
      lines: [
        {
          query: orNone(sumBy("reason", rate("hubbub_emitter_auth_failures_total")), "reason"),
          legend: "key: {{reason}}",
        },
        { query: orNone(sumBy("key", rate("hubbub_emitter_rate_limited_total")), "key"), legend: "too fast: {{key}}" },
      ],
    }),
    chart("Under way", {
      about: "Calls that have begun and have not ended.",
      unit: "short",
      lines: [{ query: orNone(sumBy("verb", "hubbub_emitter_in_flight"), "verb"), legend: "{{verb}}" }],
    }),
    chart("Time of its commands to Redis, p99", {
      about: "As the emitter sees it, command by command.",
      unit: "s",
      lines: [
        { query: quantile(0.99, "hubbub_emitter_redis_command_seconds_bucket", "command"), legend: "{{command}}" },
      ],
    }),
    chart("Its event-loop lag, p99", {
      about: "How long anything waits for its turn in the emitter.",
      unit: "s",
      lines: [{ query: "hubbub_emitter_nodejs_eventloop_lag_p99_seconds", legend: "{{instance}}" }],
    }),
    chart("Its memory", {
      about: "Resident: what the machine gives.",
      unit: "bytes",
      lines: [{ query: "hubbub_emitter_process_resident_memory_bytes", legend: "{{instance}}" }],
    }),
  ],
};
