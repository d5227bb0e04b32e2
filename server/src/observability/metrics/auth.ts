import { type AuthFailure, type AuthTelemetry, rateLimits } from "../../domain/telemetry.ts";
import type { Meter } from "./meter.ts";

const reasons: AuthFailure[] = ["missing", "malformed", "forged", "expired", "revoked", "bad_credentials"];

export function authMetrics(meter: Meter): AuthTelemetry {
  const failures = meter.counterBy("reason", "auth_failures_total", "Tokens and passwords that were refused", reasons);
  const limits = meter.counterBy("limit", "rate_limits_total", "Refusals of who was over a limit", rateLimits);
  return {
    authFailed: reason => failures(reason).inc(),
    rateLimited: limit => limits(limit).inc(),
  };
}
