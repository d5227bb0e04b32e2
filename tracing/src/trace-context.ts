import { type Context, context, createTraceState, ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";

/** A step as others hear of it: the headers of W3C Trace Context, or fields of those names. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** Version 00 has exactly these; a later version may add to them. */
const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Of the step under way; undefined where there is none, or none that is recorded. */
export function traceContext(of: Context = context.active()): TraceContext | undefined {
  const span = trace.getSpanContext(of);
  if (span === undefined || (span.traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
  const { traceId, spanId, traceFlags } = span;
  const flags = traceFlags.toString(16).padStart(2, "0");
  const tracestate = span.traceState?.serialize();
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(tracestate && { tracestate }) };
}

/** Where the work goes on that came with these; undefined where they name no step. */
export function contextFrom({ traceparent, tracestate }: Partial<TraceContext>): Context | undefined {
  const [, version, traceId, spanId, flags, more] = form.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === "00" && more !== undefined) return undefined;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(typeof tracestate === "string" && { traceState: createTraceState(tracestate) }),
  });
}

/** Runs the work where these say, or where it is. */
export function within<Value>(carrier: Partial<TraceContext>, work: () => Value): Value {
  const found = contextFrom(carrier);
  return found === undefined ? work() : context.with(found, work);
}
