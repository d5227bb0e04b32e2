import { ROOT_CONTEXT, SpanKind } from "@opentelemetry/api";
import { SamplingDecision } from "@opentelemetry/sdk-trace";
import { describe, expect, it } from "vitest";
import { samplerOf } from "./sampler.ts";
import { type SamplerName, tracingOf, tracingSettings } from "./settings.ts";
import { contextFrom } from "./trace-context.ts";

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };
const read = (env: Record<string, string>) => tracingOf(tracingSettings.parse(env));

describe("tracingSettings", () => {
  it("trace nothing without an endpoint", () => {
    expect(read({ OTEL_TRACES_SAMPLER: "always_on" })).toBeNull();
  });

  it("follow the caller's word by default, and record all that nobody decided on", () => {
    expect(read(endpoint)).toEqual({ sampler: "parentbased_always_on", ratio: 1, everyMs: 5_000 });
  });

  it("refuse an endpoint that is none", () => {
    expect(() => read({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" })).toThrow("needs a URL");
  });
});

describe("samplerOf", () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const parent = (flags: string) =>
    contextFrom({ traceparent: `00-${traceId}-b7ad6b7169203331-${flags}` }) ?? ROOT_CONTEXT;
  const isRecorded = (name: SamplerName, ratio: number, context = ROOT_CONTEXT) =>
    samplerOf(name, ratio).shouldSample(context, traceId, "append", SpanKind.CLIENT, {}, []).decision ===
    SamplingDecision.RECORD_AND_SAMPLED;

  it.each<[SamplerName, number, boolean]>([
    ["always_on", 0, true],
    ["always_off", 1, false],
    ["traceidratio", 1, true],
    ["traceidratio", 0, false],
    ["parentbased_always_on", 0, true],
    ["parentbased_always_off", 1, false],
    ["parentbased_traceidratio", 0, false],
  ])("%s with %d records a new trace: %s", (name, ratio, recorded) => {
    expect(isRecorded(name, ratio)).toBe(recorded);
  });

  it("leaves it to the parent where the name says so", () => {
    expect(isRecorded("parentbased_always_off", 1, parent("01"))).toBe(true);
    expect(isRecorded("parentbased_always_on", 1, parent("00"))).toBe(false);
    expect(isRecorded("always_on", 1, parent("00"))).toBe(true);
  });
});
