import { type HttpFailure, HubbubError, httpStatus } from "@hubbub/protocol";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { requestIdOf } from "../observability/request-id.ts";

export const notFound: RequestHandler = request => {
  throw new HubbubError("not_found", `There is no ${request.method} ${request.path}.`);
};

/** Every fault leaves as `{error}` with its status. What is no refusal of ours is logged and not told. */
export function answerErrors(
  logFault: (error: unknown, request: { method: string; path: string; id: string | undefined }) => void,
): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = asRefusal(error);
    const { method, path, headers } = request;
    if (refusal.code === "internal") logFault(error, { method, path, id: requestIdOf(headers) });
    const status = httpStatus[refusal.code];
    if (status === 401) response.set("WWW-Authenticate", "Bearer");
    if (refusal.retryAfterMs !== undefined)
      response.set("Retry-After", String(Math.ceil(refusal.retryAfterMs / 1_000)));
    response.status(status).json({ error: refusal.toWire() } satisfies HttpFailure);
  };
}

function asRefusal(error: unknown): HubbubError {
  if (error instanceof HubbubError) return error;
  const status = statusOf(error);
  if (status === 413) return new HubbubError("too_large", "The body is too large.");
  if (status >= 400 && status < 500) return new HubbubError("invalid_payload", "The request cannot be read.");
  return new HubbubError("internal", "Something went wrong here.");
}

/** Express and its parsers throw errors with a `status`. */
const statusOf = (error: unknown): number =>
  error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
