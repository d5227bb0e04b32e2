import { HubbubError } from "@hubbub/protocol";
import { within } from "@hubbub/tracing";
import express, { type Express, type RequestHandler } from "express";
import type { Logger } from "pino";
import type { CallLog } from "../call-log.ts";
import type { Emitter } from "../types.ts";
import { batchHandlers } from "./batch/handler.ts";
import type { Gate } from "./keys/identify.ts";
import { measure } from "./measure.ts";
import type { Metrics } from "./metrics.ts";
import { documentRoutes } from "./openapi/pages.ts";
import { operationRoutes } from "./operations.ts";
import type { Pace } from "./pace.ts";
import { answerProblem, HttpRefusal } from "./problems.ts";
import { routeHandlers } from "./routes/handler.ts";
import { routes } from "./routes/routes.ts";
import { requireKey, visitOf } from "./visit.ts";

export interface AppParts {
  readonly emitter: Emitter;
  readonly gate: Gate;
  readonly pace: Pace;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly calls: CallLog;
  /** The most calls of one batch. */
  readonly mostCalls: number;
  /** Aborted when the service begins to drain, with a HubbubError as the reason. */
  readonly draining: AbortSignal;
  readonly now: () => number;
}

/** The service's HTTP: `/v1` for whoever has a key, the rest for whoever reads or runs it. */
export function createApp(parts: AppParts): Express {
  const { emitter, gate, metrics, calls, draining, now } = parts;
  const app = express().disable("x-powered-by").disable("etag");
  app.use(measure(metrics), closeWhile(draining));
  app.use(
    operationRoutes({
      isReady: () => emitter.isReady(),
      isDraining: () => draining.aborted,
      registry: metrics.registry,
    }),
  );
  app.use(documentRoutes());
  app.use("/v1", noStore, withinTrace, requireKey(gate, now), (request, _response, next) =>
    calls.askedBy(() => ({ key: visitOf(request).key }), next),
  );
  for (const route of routes) app[route.method](expressPath(route.path), ...routeHandlers(route, parts));
  app.post("/v1/batch", ...batchHandlers(parts));
  refuseOtherMethods(app);
  app.use(request => {
    throw new HubbubError("not_found", `There is no ${request.method} ${request.path}.`);
  });
  app.use(answerProblem(parts.logger));
  return app;
}

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

function refuseOtherMethods(app: Express): void {
  const all = [...routes, { method: "post", path: "/v1/batch" }];
  for (const path of new Set(all.map(route => route.path))) {
    const methods = all.filter(route => route.path === path).map(({ method }) => method.toUpperCase());
    const Allow = methods.join(", ");
    app.route(expressPath(path)).all(() => {
      throw new HttpRefusal(405, "invalid_payload", `This address takes ${Allow}.`, { Allow });
    });
  }
}

/** A connection that is kept alive would hold up the end. */
const closeWhile =
  (draining: AbortSignal): RequestHandler =>
  (_request, response, next) => {
    if (draining.aborted) response.set("Connection", "close");
    next();
  };

/** What a request does are steps of the one that its `traceparent` names. */
const withinTrace: RequestHandler = (request, _response, next) => {
  const [traceparent, tracestate] = [request.get("traceparent"), request.get("tracestate")];
  within({ ...(traceparent && { traceparent }), ...(tracestate && { tracestate }) }, next);
};

const noStore: RequestHandler = (_request, response, next) => {
  response.set({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
  next();
};
