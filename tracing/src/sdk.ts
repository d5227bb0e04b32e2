import { setTimeout } from "node:timers/promises";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { samplerOf } from "./sampler.ts";
import type { TracingRules } from "./settings.ts";
import { ToldExporter } from "./told-exporter.ts";
import type { OpenTracing, TracedService } from "./types.ts";

/** A collector that is away holds up the end of a process no longer than this. */
const partingMs = 2_000;

/** Spans of this process are recorded and sent from now on, bounded in number where they cannot be. */
export function startSdk(rules: TracingRules, { name, instance, logger }: TracedService): OpenTracing {
  const exporter = new ToldExporter(new OTLPTraceExporter(), logger);
  const provider = new TracerProvider({
    sampler: samplerOf(rules.sampler, rules.ratio),
    // What the standard variables say of the service goes first.
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": name, "service.instance.id": instance }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: rules.everyMs })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      const parted = new AbortController();
      const late = setTimeout(partingMs, undefined, { signal: parted.signal });
      await Promise.race([provider.shutdown(), late]).catch(() => {});
      parted.abort();
    },
  };
}
