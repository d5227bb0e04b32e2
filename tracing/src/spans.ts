import { HubbubError } from "@hubbub/protocol";
import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

export { type Attributes, SpanKind };

const tracer = trace.getTracer("hubbub");

/** What one step is, and what it is about. */
export interface Step {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  /** In ms since 1970; now by default. */
  readonly startTime?: number;
}

/** Begins a step of the one that `parent` holds. Whoever begins it ends it. */
export const begin = ({ name, ...options }: Step, parent?: Context): Span => tracer.startSpan(name, options, parent);

/** The work is one step, and what it does are steps of that. `found` tells of its outcome. */
export async function traced<Value>(
  step: Step,
  work: () => Promise<Value>,
  found?: (value: Value) => Attributes,
): Promise<Value> {
  const span = begin(step);
  try {
    const value = await context.with(trace.setSpan(context.active(), span), work);
    if (found && span.isRecording()) span.setAttributes(found(value));
    return value;
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** A refusal that the asker could have known is none of our faults. */
export function fail(span: Span, error: unknown): void {
  const code = error instanceof HubbubError ? error.code : "internal";
  span.setAttribute("error.type", code);
  if (code === "internal" || code === "unavailable") span.setStatus({ code: SpanStatusCode.ERROR });
}
