import type { MessageTelemetry } from "../../domain/telemetry.ts";
import type { Meter } from "./meter.ts";

/** Messages in one packet. */
const batchBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

export function messageMetrics(meter: Meter): MessageTelemetry {
  const accepted = meter.counterBy("kind", "messages_accepted_total", "Messages that the log took", [
    "text",
    "edit",
    "remove",
  ]);
  const appends = meter.counterBy("result", "log_appends_total", "Appends to the log, by outcome", [
    "appended",
    "duplicate",
    "unavailable",
  ] as string[]);
  const broadcasts = meter.counter("broadcasts_total", "Packets of messages sent to a room");
  const broadcastMessages = meter.counter("broadcast_messages_total", "Messages in those packets");
  const batches = meter.histogram("batch_messages", "Messages in one packet", batchBuckets);
  const deliveries = meter.counter("messages_delivered_total", "Messages handed to connections, for each of them");
  const ages = meter.histogram(
    "delivery_seconds",
    "Age of a message when the connections of this replica are handed it",
  );
  const recoveries = meter.counterBy(
    "result",
    "recoveries_total",
    "Rooms that a client came back to with its position",
    ["current", "tail", "resync"],
  );
  const ticks = meter.counter("position_ticks_total", "Looks at the heads of all rooms that are heard here");
  return {
    appended(kind, result) {
      appends(result).inc();
      if (result === "appended") accepted(kind).inc();
    },
    broadcast(messages) {
      broadcasts.inc();
      broadcastMessages.inc(messages);
      batches.observe(messages);
    },
    delivered(connections, ageSeconds) {
      deliveries.inc(connections * ageSeconds.length);
      for (const seconds of ageSeconds) ages.observe(seconds);
    },
    recovered: result => recoveries(result).inc(),
    positionTick: () => ticks.inc(),
  };
}
