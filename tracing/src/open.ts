import type { TracingRules } from "./settings.ts";
import type { OpenTracing, TracedService } from "./types.ts";

const nothing: OpenTracing = { stop: async () => {} };

/**
 * Without rules nobody traces, and nothing of it is loaded. Where OpenTelemetry's packages are not installed, as they need
 * not be beside the emitter, nobody traces either, and the log says so.
 */
export async function openTracing(rules: TracingRules | null, service: TracedService): Promise<OpenTracing> {
  if (rules === null) return nothing;
  try {
    const { startSdk } = await import("./sdk.ts");
    return startSdk(rules, service);
  } catch (error) {
    service.logger.warn({ err: error }, "nobody traces: OpenTelemetry's packages cannot be loaded");
    return nothing;
  }
}
