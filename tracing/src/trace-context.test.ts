import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { contextFrom, traceContext, within } from "./trace-context.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const sampled = `00-${traceId}-${spanId}-01`;

const read = (traceparent?: string) => {
  const found = contextFrom(traceparent === undefined ? {} : { traceparent });
  return found && trace.getSpanContext(found);
};

describe("contextFrom", () => {
  it("reads the step that a traceparent names", () => {
    expect(read(sampled)).toMatchObject({ traceId, spanId, traceFlags: 1, isRemote: true });
  });

  it("reads what a later version says beyond that", () => {
    expect(read(`01-${traceId}-${spanId}-01-more`)).toMatchObject({ traceId, spanId });
  });

  it.each([
    undefined,
    "",
    "nonsense",
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${"0".repeat(32)}-${spanId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
  ])("takes %s for none", traceparent => {
    expect(read(traceparent)).toBeUndefined();
  });
});

describe("traceContext", () => {
  it("gives back what was read, with its state", () => {
    const carrier = { traceparent: sampled, tracestate: "vendor=1,other=2" };
    expect(traceContext(contextFrom(carrier))).toEqual(carrier);
  });

  it("gives nothing of a step that is not recorded, and nothing where there is none", () => {
    expect(traceContext(contextFrom({ traceparent: `00-${traceId}-${spanId}-00` }))).toBeUndefined();
    expect(traceContext(ROOT_CONTEXT)).toBeUndefined();
    expect(traceContext()).toBeUndefined();
  });
});

describe("within", () => {
  it("does the work also where nothing says whose it is", () => {
    expect(within({}, () => "done")).toBe("done");
    expect(within({ traceparent: sampled }, () => "done")).toBe("done");
  });
});
