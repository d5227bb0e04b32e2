import { type ErrorCode, HubbubError, httpStatus, type WireError } from "@hubbub/protocol";
import type { ErrorRequestHandler } from "express";
import type { Logger } from "pino";

/** RFC 9457, with the code of the error beside; `error` is what the answers of replicas have, too. */
export interface Problem {
  /** Where the kind of problem is explained. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly temporary: boolean;
  readonly error: WireError;
}

/** A refusal whose status says more than its code. */
export class HttpRefusal extends HubbubError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(code, message);
    this.status = status;
    this.headers = headers;
  }
}

/** Every status that a refusal has, and what it means in a few words. */
export const problemTitles: Readonly<Record<number, string>> = {
  400: "The request is not valid",
  401: "No valid API key",
  403: "Not allowed",
  404: "Not found",
  405: "Not with this method",
  409: "There already",
  413: "Too large",
  415: "Not this media type",
  429: "Too much at once",
  500: "A fault of the service",
  503: "Not available right now",
};

/** When to try again, in s, where nobody knows better. */
const soonSeconds = 1;

/** Answers a fault as a {@link Problem}. What is a fault of ours is told to the log alone; an answer that had begun breaks off. */
export function answerProblem(logger: Logger): ErrorRequestHandler {
  return (error, request, response, _next) => {
    if (response.headersSent) {
      if (!request.socket.destroyed) logger.error({ err: error }, "an answer broke off");
      response.destroy();
      return;
    }
    const refusal = toRefusal(error);
    if (refusal.code === "internal") logger.error({ err: error }, "request failed");
    const problem = toProblem(refusal);
    if (refusal instanceof HttpRefusal) response.set(refusal.headers);
    if (problem.status === 401) response.set("WWW-Authenticate", 'Bearer realm="hubbub-emitter"');
    if (problem.status === 429 || problem.status === 503) {
      const seconds = refusal.retryAfterMs === undefined ? soonSeconds : Math.ceil(refusal.retryAfterMs / 1_000);
      response.set("Retry-After", String(seconds));
    }
    response.status(problem.status).type("application/problem+json").json(problem);
  };
}

function toProblem(refusal: HubbubError): Problem {
  const status = refusal instanceof HttpRefusal ? refusal.status : httpStatus[refusal.code];
  const { code, message, temporary } = refusal;
  const title = problemTitles[status] ?? "Refused";
  return { type: `/docs#problem-${status}`, title, status, detail: message, code, temporary, error: refusal.toWire() };
}

/** Express and its parsers throw errors with a `status`. */
export function toRefusal(error: unknown): HubbubError {
  if (error instanceof HubbubError) return error;
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  if (status === 413) return new HubbubError("too_large", "The body is too large.");
  if (status === 415) return new HttpRefusal(415, "invalid_payload", "The body's encoding or charset is not known.");
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new HubbubError("invalid_payload", "The request is not well-formed, or its body is not JSON.");
  }
  return new HubbubError("internal", "Something went wrong here. Try again.");
}
