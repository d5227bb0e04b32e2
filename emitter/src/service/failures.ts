import type { HttpFailure } from "@hubbub/protocol";
import { HubbubError, httpStatus } from "@hubbub/protocol";
import type { ErrorRequestHandler } from "express";
import type { Logger } from "pino";

/** Answers a fault as `{error: {code, message, temporary}}`. What is a fault of ours is told to the log alone. */
export function answerFailure(logger: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = toRefusal(error);
    if (refusal.code === "internal") logger.error({ err: error }, "request failed");
    response.status(httpStatus[refusal.code]).json({ error: refusal.toWire() } satisfies HttpFailure);
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
