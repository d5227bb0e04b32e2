import type { ErrorCode } from "@hubbub/protocol";
import type { Meter } from "./meter.ts";

/** Fits what the store tells of its commands, whose names it keeps bounded. */
export function redisMetrics(meter: Meter) {
  const seconds = meter.histogramBy("command", "redis_command_seconds", "From a command to the answer of Redis");
  const failures = meter.counterBy("code", "redis_command_failures_total", "Commands of Redis that failed", [
    "unavailable",
    "internal",
  ] as ErrorCode[]);
  return {
    answered: (command: string, took: number) => seconds(command).observe(took),
    failed: (code: ErrorCode) => failures(code).inc(),
  };
}
