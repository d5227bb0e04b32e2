import type { ErrorCode, HttpFailure } from "@hubbub/protocol";
import { HubbubError } from "@hubbub/protocol";
import type { ErrorRequestHandler } from "express";
import type { Logger } from "pino";

export const statuses: Readonly<Record<ErrorCode, number>> = {
  invalid_payload: 400,
  unauthenticated: 401,
  bad_credentials: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  name_taken: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
};

/** Answers a fault as `{error: {code, message, temporary}}`. What is a fault of ours is told to the log alone. */
export function answerFailure(logger: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = toRefusal(error);
    if (refusal.code === "internal") logger.error({ err: error }, "request failed");
    response.status(statuses[refusal.code]).json({ error: refusal.toWire() } satisfies HttpFailure);
  };
}

function toRefusal(error: unknown): HubbubError {
  if (error instanceof HubbubError) return error;
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
  if (status === 413) return new HubbubError("too_large", "The body is too large.");
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new HubbubError("invalid_payload", "The request is not well-formed, or its body is not JSON.");
  }
  return new HubbubError("internal", "Something went wrong here. Try again.");
}
