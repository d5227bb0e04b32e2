/** The steps that every message takes, whoever sent it: append → broadcast → deliver on each replica. */
import type { Message, Trail, Trails } from "@hubbub/protocol";
import { type Attributes, type Span, SpanKind, trace } from "@opentelemetry/api";
import { begin, fail, traced } from "./spans.ts";
import { contextFrom, traceContext } from "./trace-context.ts";

interface Sent {
  readonly room: string;
  readonly clientMessageId: string;
}

interface Appended {
  readonly message: { readonly seq: number };
  readonly epoch: string;
  readonly duplicate: boolean;
}

/** The same log, whose appends are steps of what is recorded. */
export function tracedLog<Draft extends Sent, Result extends Appended>(log: { append(sent: Draft): Promise<Result> }) {
  const tracedAppend = (sent: Draft): Promise<Result> =>
    traced(
      {
        name: "append",
        kind: SpanKind.CLIENT,
        attributes: {
          "db.system.name": "redis",
          "db.operation.name": "append",
          "hubbub.room": sent.room,
          "hubbub.client_message_id": sent.clientMessageId,
        },
      },
      () => log.append(sent),
      ({ message, epoch, duplicate }) => ({
        "hubbub.seq": message.seq,
        "hubbub.epoch": epoch,
        "hubbub.duplicate": duplicate,
      }),
    );
  const isUnrecorded = () => trace.getActiveSpan()?.isRecording() === false;
  return { append: (sent: Draft): Promise<Result> => (isUnrecorded() ? log.append(sent) : tracedAppend(sent)) };
}

/** Messages of one room that travel together. */
export interface Batch {
  readonly room: string;
  readonly epoch: string;
  readonly messages: readonly Pick<Message, "seq" | "clientMessageId">[];
}

const attributesOf = (
  operation: string,
  type: string,
  { room, epoch }: Batch,
  { seq, clientMessageId }: Batch["messages"][number],
): Attributes => ({
  "messaging.system": "hubbub",
  "messaging.operation.name": operation,
  "messaging.operation.type": type,
  "messaging.destination.name": room,
  "messaging.message.id": clientMessageId,
  "hubbub.epoch": epoch,
  "hubbub.seq": seq,
});

/** A batch leaves: each message that is traced has a step of its own. Who gets the batch goes on from these `trails`. */
export function broadcastSteps(batch: Batch, trails: Trails): { trails: Trails; end: (fault?: unknown) => void } {
  const onward: Record<number, Trail> = {};
  const spans: Span[] = [];
  for (const message of batch.messages) {
    const trail = trails[message.seq];
    if (trail === undefined) continue;
    const parent = contextFrom(trail);
    if (parent === undefined) {
      onward[message.seq] = trail;
      continue;
    }
    const attributes = attributesOf("broadcast", "send", batch, message);
    const span = begin({ name: "broadcast", kind: SpanKind.PRODUCER, attributes }, parent);
    onward[message.seq] = { ...trail, ...traceContext(trace.setSpan(parent, span)) };
    spans.push(span);
  }
  const end = (fault?: unknown) => {
    for (const span of spans) {
      if (fault !== undefined) fail(span, fault);
      span.end();
    }
  };
  return { trails: onward, end };
}

/** Connections have been handed a batch, beginning `at` (ms since 1970). */
export function deliverSteps(batch: Batch, trails: Trails, at: number): void {
  for (const message of batch.messages) {
    const parent = contextFrom(trails[message.seq] ?? {});
    if (parent === undefined) continue;
    const attributes = attributesOf("deliver", "process", batch, message);
    begin({ name: "deliver", kind: SpanKind.CONSUMER, attributes, startTime: at }, parent).end();
  }
}
