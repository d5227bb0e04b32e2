import cookies from "cookie-parser";
import express, { type Express } from "express";
import type { Auth } from "../auth/auth.ts";
import { mayAsk } from "../domain/bounds.ts";
import type { RateLimiter } from "../domain/ports.ts";
import type { Directory } from "../domain/room-ports.ts";
import type { Logger } from "../observability/logger.ts";
import type { Metrics } from "../observability/metrics.ts";
import { accountRoutes } from "./accounts.ts";
import { answerErrors, notFound } from "./errors.ts";
import { logRequests } from "./log-requests.ts";
import { measure } from "./measure.ts";
import { noStore } from "./no-store.ts";
import { operationRoutes, type Readiness } from "./operations.ts";
import { checkOrigin } from "./origin.ts";
import { RefreshCookie } from "./refresh-cookie.ts";
import { roomRoutes } from "./rooms.ts";
import { sessionRoutes } from "./sessions.ts";

export interface HttpDeps {
  readonly auth: Auth;
  readonly directory: Directory;
  readonly limiter: RateLimiter;
  readonly now: () => number;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly allowedOrigins: readonly string[];
  /** How many proxies stand in front. */
  readonly trustProxy: number;
  /** Lifetime of the refresh cookie. */
  readonly refreshMs: number;
}

/** The HTTP side of a replica: `/api` for people, the rest for whoever runs it. */
export function createHttpApp(deps: HttpDeps): Express {
  const { auth, directory, readiness, metrics, logger } = deps;
  const cookie = new RefreshCookie(deps.refreshMs);
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", deps.trustProxy);

  app.use(measure(metrics));
  if (logger.isLevelEnabled("debug")) app.use(logRequests(logger));
  app.use("/api", noStore, checkOrigin(deps.allowedOrigins), express.json({ limit: 16 * 1_024 }), cookies());
  app.use(accountRoutes({ signIn: auth.signIn, cookie }));
  app.use(sessionRoutes({ auth, cookie }));
  app.use(roomRoutes({ verify: auth.verify, mayAsk: mayAsk(deps), directory }));
  app.use(operationRoutes({ readiness, metrics }));
  app.use(notFound);
  app.use(
    answerErrors((err, { id, ...asked }) => logger.error({ err, request: id, ...asked }, "An HTTP request failed")),
  );
  return app;
}
