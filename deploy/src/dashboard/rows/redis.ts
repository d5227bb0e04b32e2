import { chart } from "../panels.ts";
import { ofReplicas, quantile, rate, sumBy } from "../queries.ts";

const commands = ofReplicas("hubbub_redis_command_seconds_bucket");

/** Redis as the replicas see it. */
export const redis = {
  title: "Redis",
  panels: [
    chart("Time of commands by replica, p99", {
      about: "One slow line is a replica's own trouble, all of them Redis's.",
      unit: "s",
      lines: [{ query: quantile(0.99, commands, "instance"), legend: "{{instance}}" }],
    }),
    chart("Time of commands, p99", {
      about: "Which of them is slow.",
      unit: "s",
      lines: [{ query: quantile(0.99, commands, "command"), legend: "{{command}}" }],
    }),
    chart("Commands", {
      about: "What Redis is asked for.",
      unit: "reqps",
      lines: [
        { query: sumBy("command", rate(ofReplicas("hubbub_redis_command_seconds_count"))), legend: "{{command}}" },
      ],
    }),
    chart("Commands that failed", {
      about: "By code. While Redis is away, all of them do.",
      unit: "reqps",
      lines: [
        {
          query: sumBy("code", rate(ofReplicas("hubbub_redis_command_failures_total"))),
          legend: "{{code}}",
        },
      ],
      width: 12,
    }),
    chart("Connected to Redis", {
      about: "1 while Redis answers.",
      unit: "short",
      lines: [{ query: ofReplicas("hubbub_redis_up"), legend: "{{instance}}" }],
      width: 12,
    }),
  ],
};
