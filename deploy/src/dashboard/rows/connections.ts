import { chart } from "../panels.ts";
import { ofReplicas, rate, sum, sumBy } from "../queries.ts";

/** Who is connected, and whether the load is spread. */
export const connections = {
  title: "Connections and balance",
  panels: [
    chart("Connections by replica", {
      about: "Lines that lie on each other are balanced.",
      unit: "short",
      lines: [{ query: ofReplicas("hubbub_connections"), legend: "{{instance}}" }],
    }),
    chart("Share of the limit", {
      about: "At 100 % a replica refuses newcomers (MAX_CONNECTIONS).",
      unit: "percentunit",
      lines: [{ query: ofReplicas("instance:hubbub_connections:share_of_limit"), legend: "{{instance}}" }],
    }),
    chart("Comings and goings", {
      about: "Connections opened, and closed by reason.",
      unit: "reqps",
      lines: [
        { query: sum(rate(ofReplicas("hubbub_connects_total"))), legend: "opened" },
        {
          query: sumBy("reason", rate(ofReplicas("hubbub_disconnects_total"))),
          legend: "closed: {{reason}}",
        },
      ],
    }),
    chart("Newcomers refused", {
      about: "Newcomers that were refused, and tokens and passwords that were not accepted.",
      unit: "reqps",
      lines: [
        {
          query: sumBy("code", rate(ofReplicas("hubbub_connects_refused_total"))),
          legend: "newcomer: {{code}}",
        },
        {
          query: sumBy("reason", rate(ofReplicas("hubbub_auth_failures_total"))),
          legend: "identity: {{reason}}",
        },
      ],
    }),
    chart("Held back", {
      about: "Rate limits that were hit, and clients that were cut off because they did not read.",
      unit: "reqps",
      lines: [
        { query: sumBy("limit", rate(ofReplicas("hubbub_rate_limits_total"))), legend: "{{limit}}" },
        { query: sum(rate(ofReplicas("hubbub_slow_readers_total"))), legend: "slow readers" },
      ],
    }),
    chart("Asked to move", {
      about: "Connections that a replica sent elsewhere because it has more than its share.",
      unit: "reqps",
      lines: [{ query: rate(ofReplicas("hubbub_rebalanced_total")), legend: "{{instance}}" }],
    }),
  ],
};
