import type { TracingRules } from "./settings.ts";
import type { OpenTracing, TracedService } from "./types.ts";

const nothing: OpenTracing = { stop: async () => {} };

/** Without rules nobody traces, and nothing of it is loaded. Rejects where OpenTelemetry's packages are not installed. */
export async function openTracing(rules: TracingRules | null, service: TracedService): Promise<OpenTracing> {
  if (rules === null) return nothing;
  const { startSdk } = await import("./sdk.ts");
  return startSdk(rules, service);
}
