import { openTracing } from "@hubbub/tracing";
import { readConfig } from "./config.ts";
import { tendMemory } from "./lifecycle/memory.ts";
import { systemClock as clock } from "./lifecycle/system-clock.ts";
import { within } from "./lifecycle/within.ts";
import { createLogger } from "./observability/logger.ts";
import { Replica } from "./replica.ts";

/** Ends with one sentence for whoever started it. */
function giveUp(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function configOrEnd() {
  try {
    return readConfig(process.env);
  } catch (error) {
    return giveUp(error);
  }
}

const config = configOrEnd();
const logger = createLogger({ replica: config.replica, level: config.logLevel });
const tracing = await openTracing(config.tracing, { name: "hubbub-server", instance: config.replica, logger });
const replica = await Replica.start(config, logger).catch(giveUp);
tendMemory({ connections: replica.count, clock });

let stopping = false;

/** Drains, and ends the process. At once, where it is told a second time. */
export async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  logger.info({ signal }, "Draining");
  const drained = replica.stop().finally(() => tracing.stop());
  const done = await within(clock, config.drainDelayMs + config.drainDeadlineMs, drained);
  logger.info({}, done ? "Drained" : "The time to drain is over; what is left ends now");
  process.exit(0);
}
