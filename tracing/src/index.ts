export { type Batch, broadcastSteps, deliverSteps, tracedLog } from "./message-steps.ts";
export { openTracing } from "./open.ts";
export { type TracingRules, tracingOf, tracingSettings } from "./settings.ts";
export { type Attributes, begin, fail, SpanKind, type Step, traced } from "./spans.ts";
export { contextFrom, type TraceContext, traceContext, within } from "./trace-context.ts";
export type { OpenTracing } from "./types.ts";
