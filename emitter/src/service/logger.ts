import { type DestinationStream, type Logger, pino } from "pino";

/** What jobs say, and their keys. An error of Redis carries the command that failed, with all that it was to write. */
const redact = ["text", "*.text", "authorization", "*.authorization", "err.command.args", "err.cause.command.args"];

/** JSON lines, on standard output unless told otherwise. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const settings = { level, base: { service: "emitter" }, redact };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}
