import type { RequestHandler } from "express";
import type { Metrics } from "./metrics.ts";

/** Times each request under the route that matched it, so that no path of a client's makes a label. */
export function measure(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const begin = performance.now();
    response.once("close", () => {
      const route: string | undefined = request.route?.path;
      const method = route === undefined ? "any" : request.method;
      metrics.httpAnswered(method, route ?? "unknown", response.statusCode, (performance.now() - begin) / 1_000);
    });
    next();
  };
}
