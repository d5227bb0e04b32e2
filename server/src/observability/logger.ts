import { type Logger, pino } from "pino";

export type { Logger };

const secrets = ["token", "password", "authorization", "cookie", "set-cookie", "refreshToken", "passwordHash"];

/** JSON lines on standard output; what would give an account away is struck out, up to two levels deep. */
export function createLogger(options: { replica: string; level: string }): Logger {
  return pino({
    level: options.level,
    base: { replica: options.replica },
    redact: secrets.flatMap(name => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
  });
}
