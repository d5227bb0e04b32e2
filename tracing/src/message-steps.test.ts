import { HubbubError } from "@hubbub/protocol";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { broadcastSteps, deliverSteps, tracedLog } from "./message-steps.ts";
import { SpanKind, traced } from "./spans.ts";
import { traceContext, within } from "./trace-context.ts";

const caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const unsampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
const sent = { room: "general", clientMessageId: "m1" };
const batch = { room: "general", epoch: "e1", messages: [{ seq: 7, clientMessageId: "m1" }] };

const exporter = new InMemorySpanExporter();

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
});

afterEach(() => exporter.reset());

afterAll(() => {
  trace.disable();
  context.disable();
});

/** A request whose message goes into the log; resolves with how it goes on. */
const request = (traceparent: string, append: () => Promise<{ seq: number }>) =>
  within({ traceparent }, () =>
    traced({ name: "message:send", kind: SpanKind.SERVER, attributes: {} }, async () => {
      const log = tracedLog({
        append: async (_: typeof sent) => ({ message: await append(), epoch: "e1", duplicate: false }),
      });
      await log.append(sent);
      return traceContext();
    }),
  );

const told = () =>
  Object.fromEntries(exporter.getFinishedSpans().map(span => [span.name, { ...span, id: span.spanContext().spanId }]));

describe("a message that is traced", () => {
  it("is one trace, each step the child of the one before", async () => {
    const trail = await request(caller, async () => ({ seq: 7 }));
    const leaving = broadcastSteps(batch, { 7: { connection: "c1", ...trail } });
    leaving.end();
    deliverSteps(batch, leaving.trails, Date.now());

    const { append, broadcast, deliver, ...rest } = told();
    const asked = rest["message:send"];
    expect(new Set(exporter.getFinishedSpans().map(span => span.spanContext().traceId))).toEqual(
      new Set(["0af7651916cd43dd8448eb211c80319c"]),
    );
    expect(asked?.parentSpanContext?.spanId).toBe("b7ad6b7169203331");
    expect(append?.parentSpanContext?.spanId).toBe(asked?.id);
    expect(broadcast?.parentSpanContext?.spanId).toBe(asked?.id);
    expect(deliver?.parentSpanContext?.spanId).toBe(broadcast?.id);
    expect(append?.attributes).toMatchObject({ "hubbub.seq": 7, "hubbub.epoch": "e1" });
    expect(deliver?.attributes).toMatchObject({ "messaging.message.id": "m1", "messaging.operation.type": "process" });
    expect(leaving.trails[7]?.connection).toBe("c1");
  });

  it("says why a step failed, and by whose fault", async () => {
    const refuse = (code: "forbidden" | "unavailable") =>
      request(caller, () => Promise.reject(new HubbubError(code, "no"))).catch(() => {});
    await refuse("forbidden");
    expect(told().append).toMatchObject({ attributes: { "error.type": "forbidden" }, status: { code: 0 } });
    exporter.reset();
    await refuse("unavailable");
    expect(told().append).toMatchObject({ attributes: { "error.type": "unavailable" }, status: { code: 2 } });
  });
});

it("costs no span and no byte where the trace is not sampled", async () => {
  expect(await request(unsampled, async () => ({ seq: 7 }))).toBeUndefined();
  expect(exporter.getFinishedSpans()).toEqual([]);
});

it("hands on the trail of a message that only logs follow", () => {
  const trails = { 7: { connection: "c1" } };
  const leaving = broadcastSteps(batch, trails);
  leaving.end();
  deliverSteps(batch, leaving.trails, Date.now());
  expect(leaving.trails).toEqual(trails);
  expect(exporter.getFinishedSpans()).toEqual([]);
});

it("takes no harm from trails that are none", () => {
  const nonsense = { 7: { traceparent: 5, tracestate: {} } } as never;
  deliverSteps(batch, nonsense, Date.now());
  expect(exporter.getFinishedSpans()).toEqual([]);
});
