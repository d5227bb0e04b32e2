import type { StoreSettings } from "@hubbub/store";
import type { Registry } from "prom-client";
import type { CallLog } from "../call-log.ts";
import type { Emitter } from "../types.ts";
import { Intake, type IntakeParts } from "./intake.ts";
import { JobSource } from "./job-source.ts";
import { createSourceMetrics } from "./metrics.ts";
import type { SourceConfig } from "./settings.ts";
import type { Delivery, Source } from "./source.ts";

export interface SourceParts {
  readonly config: SourceConfig;
  readonly store: StoreSettings;
  readonly emitter: Emitter;
  readonly calls: CallLog;
  readonly registry: Registry;
  readonly logger: IntakeParts<Delivery>["logger"];
}

/** The sources that the configuration names, and nothing where it names none. */
export async function startSources({ config, store, emitter, calls, registry, logger }: SourceParts) {
  const intakes: { stop(): Promise<void> }[] = [];
  const { tries, jobs, kafka } = config;
  if (jobs === null && kafka === null) return { stop: async () => {} };
  const rules = { tries, random: Math.random };
  const common = { emitter, calls, metrics: createSourceMetrics(registry), rules, logger, now: Date.now };
  const start = <D extends Delivery>(source: Source<D>) => {
    const intake = new Intake({ ...common, source });
    intake.start();
    intakes.push(intake);
  };
  if (jobs) start(new JobSource(store, jobs));
  if (kafka) {
    // Read where it is configured only: it takes a moment.
    const { KafkaSource } = await import("./kafka-source.ts");
    start(new KafkaSource(kafka));
  }
  return {
    /** Ends what is under way and settles it. */
    async stop(): Promise<void> {
      await Promise.all(intakes.map(intake => intake.stop()));
    },
  };
}
