import type { RequestHandler } from "express";
import type { Logger } from "../observability/logger.ts";
import { requestIdOf } from "../observability/request-id.ts";

/** A line for each answer, with the id by which nginx knows the request. */
export const logRequests =
  (logger: Logger): RequestHandler =>
  (request, response, next) => {
    const began = performance.now();
    const { method, path, headers } = request;
    response.once("finish", () => {
      const ms = Math.round(performance.now() - began);
      logger.debug({ request: requestIdOf(headers), method, path, status: response.statusCode, ms }, "Answered");
    });
    next();
  };
