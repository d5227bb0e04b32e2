import { chart, figure } from "../panels.ts";
import { ofReplicas, orNone, rate, sum } from "../queries.ts";

/** Whether all is well: of the whole deployment, whatever is chosen. */
export const health = {
  title: "Health at a glance",
  panels: [
    figure("Alerts", {
      about: "How many fire. What each means and what to do is in docs/operations.md, Runbooks.",
      unit: "short",
      query: orNone('count(ALERTS{alertname=~"Hubbub.*", alertstate="firing"})'),
      badFrom: 1,
    }),
    figure("Replicas ready", {
      about: "Those that take newcomers.",
      unit: "short",
      query: "sum(hubbub_ready)",
      badBelow: 1,
    }),
    figure("Redis", {
      about: "As the replica sees it that sees it worst.",
      unit: "short",
      query: "min(hubbub_redis_up)",
      badBelow: 1,
      words: { 0: "away", 1: "up" },
    }),
    figure("Connections", { about: "Open on all replicas.", unit: "short", query: "sum(hubbub_connections)" }),
    figure("Messages a second", {
      about: "Written by people and jobs.",
      unit: "short",
      query: sum(rate("hubbub_messages_accepted_total")),
    }),
    figure("Requests that fail", {
      about: "Answered with internal or unavailable, over five minutes.",
      unit: "percentunit",
      query: "hubbub:requests_failed:ratio5m",
      badFrom: 0.01,
    }),
    figure("Ack, p99", {
      about: "From a message to its ack, over five minutes.",
      unit: "s",
      query: "hubbub:ack_seconds:p99_5m",
      badFrom: 0.5,
    }),
    figure("Delivery, p99", {
      about: "From a message to the connections of the slowest replica, over five minutes.",
      unit: "s",
      query: "max(instance:hubbub_delivery_seconds:p99_5m)",
      badFrom: 1,
    }),
    chart("Alerts over time", {
      about: "Which fired, and when.",
      unit: "short",
      lines: [
        {
          query: orNone('sum by (alertname) (ALERTS{alertname=~"Hubbub.*", alertstate="firing"})', "alertname"),
          legend: "{{alertname}}",
        },
      ],
      width: 12,
    }),
    chart("Ready", {
      about: "1 while a replica takes newcomers. A deploy shows as a new line that takes over from an old one.",
      unit: "short",
      lines: [{ query: ofReplicas("hubbub_ready"), legend: "{{instance}}" }],
      width: 12,
    }),
  ],
};
