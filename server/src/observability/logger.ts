import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger };

const secrets = ["text", "token", "password", "authorization", "cookie", "set-cookie", "refreshToken", "passwordHash"];

/** Errors of Redis carry the command that failed, with all that it was to write. */
const commandArguments = ["err.command.args", "err.cause.command.args"];

/** JSON lines, on standard output unless told otherwise; what would give an account away, or what somebody said, is struck out, up to two levels deep. */
export function createLogger(options: { replica: string; level: string }, destination?: DestinationStream): Logger {
  const named = secrets.flatMap(name => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const redact = [...named, ...commandArguments];
  const settings = { level: options.level, base: { replica: options.replica }, redact };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}
