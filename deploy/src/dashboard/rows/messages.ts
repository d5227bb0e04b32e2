import { chart } from "../panels.ts";
import { ofReplicas, orNone, quantile, rate, sum, sumBy } from "../queries.ts";

const acks = ofReplicas("hubbub_ack_seconds_bucket", 'request="message:send"');
const deliveries = ofReplicas("hubbub_delivery_seconds_bucket");

/** What is said, and how fast it arrives. */
export const messages = {
  title: "Messages and latency",
  panels: [
    chart("Messages", {
      about: "Accepted by kind, and what came of them: a message is delivered once to each connection in its room.",
      unit: "reqps",
      lines: [
        {
          query: sumBy("kind", rate(ofReplicas("hubbub_messages_accepted_total"))),
          legend: "{{kind}}",
        },
        { query: sum(rate(ofReplicas("hubbub_messages_delivered_total"))), legend: "delivered" },
      ],
    }),
    chart("From a message to its ack", {
      about: "The ack says that it is on disk.",
      unit: "s",
      lines: [
        { query: quantile(0.5, acks), legend: "p50" },
        { query: quantile(0.9, acks), legend: "p90" },
        { query: quantile(0.99, acks), legend: "p99" },
      ],
    }),
    chart("From a message to its readers", {
      about: "Until the replica has handed it to its connections.",
      unit: "s",
      lines: [
        { query: quantile(0.5, deliveries), legend: "p50" },
        { query: quantile(0.99, deliveries), legend: "p99" },
        { query: quantile(0.99, deliveries, "instance"), legend: "p99 of {{instance}}" },
      ],
    }),
    chart("Requests", {
      about: "What clients ask for over their connections.",
      unit: "reqps",
      lines: [
        {
          query: orNone(sumBy("request", rate(ofReplicas("hubbub_requests_total"))), "request"),
          legend: "{{request}}",
        },
      ],
    }),
    chart("Requests that are refused or fail", {
      about: "internal and unavailable are faults of ours; the other codes are the client's.",
      unit: "reqps",
      lines: [
        {
          query: orNone(sumBy("code", rate(ofReplicas("hubbub_requests_total", 'code!="ok"'))), "code"),
          legend: "{{code}}",
        },
      ],
    }),
    chart("Packets to rooms", {
      about: "Messages of one room that were said at once leave in one packet: the busier, the more.",
      unit: "short",
      lines: [
        { query: sum(rate(ofReplicas("hubbub_broadcasts_total"))), legend: "packets a second" },
        {
          query: `${sum(rate(ofReplicas("hubbub_batch_messages_sum")))} / ${sum(rate(ofReplicas("hubbub_batch_messages_count")))}`,
          legend: "messages in a packet",
        },
      ],
    }),
  ],
};
