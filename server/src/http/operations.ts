import { Router } from "express";
import type { Metrics } from "../observability/metrics.ts";

/** Whether this replica should get connections, and if not, why. */
export type Readiness = () => { readonly ready: boolean; readonly reasons: readonly string[] };

/** For whoever runs the replica; nginx does not forward these. */
export function operationRoutes({ readiness, metrics }: { readiness: Readiness; metrics: Metrics }): Router {
  const router = Router();

  router.get("/healthz", (_request, response) => {
    response.json({ alive: true });
  });

  router.get("/readyz", (_request, response) => {
    const { ready, reasons } = readiness();
    response.status(ready ? 200 : 503).json({ ready, reasons });
  });

  router.get("/metrics", async (_request, response) => {
    const { contentType, body } = await metrics.exposition();
    response.type(contentType).send(body);
  });

  return router;
}
