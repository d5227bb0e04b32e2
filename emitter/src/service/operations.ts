import { Router } from "express";
import type { Registry } from "prom-client";

export interface Operations {
  /** Whether Redis answers. */
  readonly isReady: () => boolean;
  readonly isDraining: () => boolean;
  readonly registry: Registry;
}

/** For whoever runs the service: no key is asked for. */
export function operationRoutes({ isReady, isDraining, registry }: Operations): Router {
  const router = Router();

  router.get("/healthz", (_request, response) => {
    response.json({ ok: true });
  });

  router.get("/readyz", (_request, response) => {
    const [redis, draining] = [isReady(), isDraining()];
    const ready = redis && !draining;
    response.status(ready ? 200 : 503).json({ ready, redis, draining });
  });

  router.get("/metrics", async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });

  return router;
}
