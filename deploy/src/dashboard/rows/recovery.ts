import { chart } from "../panels.ts";
import { ofReplicas, rate, sum, sumBy } from "../queries.ts";

/** What heals, and who is there. */
export const recovery = {
  title: "Recovery and presence",
  panels: [
    chart("Returns", {
      about:
        "current: nothing was missed. tail: got exactly what was. resync: was away for too long, or Redis lost the history.",
      unit: "reqps",
      lines: [
        {
          query: sumBy("result", rate(ofReplicas("hubbub_recoveries_total"))),
          legend: "{{result}}",
        },
      ],
    }),
    chart("Log", {
      about: "Appends to the rooms' logs by result, and looks at their heads, by which lost broadcasts heal.",
      unit: "reqps",
      lines: [
        {
          query: sumBy("result", rate(ofReplicas("hubbub_log_appends_total"))),
          legend: "{{result}}",
        },
        { query: sum(rate(ofReplicas("hubbub_position_ticks_total"))), legend: "looks at heads" },
      ],
    }),
    chart("Presence", {
      about: "People who came or went, as told to rooms.",
      unit: "reqps",
      lines: [{ query: rate(ofReplicas("hubbub_presence_changes_total")), legend: "{{instance}}" }],
    }),
    chart("Replicas that know of each other", {
      about: "How many hold their lease, as each replica knows. All lines should lie on each other.",
      unit: "short",
      lines: [{ query: ofReplicas("hubbub_replicas"), legend: "{{instance}}" }],
      width: 12,
    }),
    chart("Dead replicas swept", {
      about: "Replicas that ended without draining, since the start of the one that swept them.",
      unit: "short",
      lines: [{ query: ofReplicas("hubbub_sweeps_total"), legend: "{{instance}}" }],
      width: 12,
    }),
  ],
};
