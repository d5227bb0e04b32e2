import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { TracingLogger } from "./types.ts";

type Export = SpanExporter["export"];

/** Tells the log once an outage that traces do not arrive, and once that they do again. Spans of an outage are lost. */
export class ToldExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #logger: TracingLogger;
  #isAway = false;

  constructor(exporter: SpanExporter, logger: TracingLogger) {
    this.#exporter = exporter;
    this.#logger = logger;
  }

  export(...[spans, done]: Parameters<Export>): void {
    this.#exporter.export(spans, result => {
      this.#tell(result.error);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  #tell(fault: Error | undefined): void {
    const isAway = fault !== undefined;
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    if (isAway) this.#logger.warn({ err: fault }, "traces do not arrive; what cannot be sent is lost");
    else this.#logger.info({}, "traces arrive again");
  }
}
