import { z } from "zod";

const samplers = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

export type SamplerName = (typeof samplers)[number];

/** The standard variables of OpenTelemetry that are read here; its exporter reads further ones itself. */
export const tracingSettings = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: "needs a URL such as http://collector:4318" })
    .optional()
    .describe(
      "Where traces go, by OTLP over HTTP (protobuf); nobody traces without it. OpenTelemetry's other OTEL_EXPORTER_OTLP_* count, too.",
    ),
  OTEL_TRACES_SAMPLER: z
    .enum(samplers)
    .default("parentbased_always_on")
    .describe("Which traces are recorded, by OpenTelemetry's names."),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe("The part of all traces that a sampler with a ratio records, 0 to 1."),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce
    .number()
    .int()
    .min(1)
    .max(60_000)
    .default(5_000)
    .describe("How often recorded traces are sent, in ms; at the end of a process they are sent at once."),
});

export type TracingRules = NonNullable<ReturnType<typeof tracingOf>>;

/** Null where nobody traces. */
export function tracingOf(settings: z.infer<typeof tracingSettings>) {
  if (settings.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return null;
  return {
    sampler: settings.OTEL_TRACES_SAMPLER,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
    everyMs: settings.OTEL_BSP_SCHEDULE_DELAY,
  };
}
