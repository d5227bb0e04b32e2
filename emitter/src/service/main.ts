/** The emitter service: `node emitter/src/service/main.ts`. */
import { once } from "node:events";
import { hostname } from "node:os";
import { openTracing } from "@hubbub/tracing";
import { readConfig } from "../config.ts";
import { readSources } from "../sources/settings.ts";
import { createLogger } from "./logger.ts";
import { startService } from "./service.ts";

try {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const instance = `${hostname()}-${process.pid}`;
  const tracing = await openTracing(config.tracing, { name: "hubbub-emitter", instance, logger });
  const service = await startService(config, readSources(process.env), logger);
  logger.info({ host: config.host, port: service.port }, "listening");

  const [signal] = await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  logger.info({ signal }, "draining");
  await service.stop();
  await tracing.stop();
  logger.info("stopped");
  // A collector that is away would be tried for seconds more.
  if (config.tracing !== null) process.exit();
} catch (error) {
  process.stderr.write(`The emitter service ended: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
