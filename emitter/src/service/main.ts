/** The emitter service: `node emitter/src/service/main.ts`. */
import { once } from "node:events";
import { pino } from "pino";
import { readConfig } from "../config.ts";
import { readSources } from "../sources/settings.ts";
import { startService } from "./service.ts";

try {
  const config = readConfig(process.env);
  const logger = pino({ level: config.logLevel, base: { service: "emitter" } });
  const service = await startService(config, readSources(process.env), logger);
  logger.info({ host: config.host, port: service.port }, "listening");

  const [signal] = await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  logger.info({ signal }, "draining");
  await service.stop();
  logger.info("stopped");
} catch (error) {
  process.stderr.write(`The emitter service ended: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
