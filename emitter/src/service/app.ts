import { HubbubError } from "@hubbub/protocol";
import express, { type Express } from "express";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { z } from "zod";
import { parse } from "../payloads.ts";
import type { Emitter } from "../types.ts";
import { requireApiKey } from "./api-key.ts";
import { answerFailure } from "./failures.ts";

export interface AppParts {
  readonly emitter: Emitter;
  readonly apiKey: string;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly isDraining: () => boolean;
}

/** What the text and the key may be, the emitter says. */
const messageBody = z.object({ text: z.string(), idempotencyKey: z.string().optional() });

export function createApp(parts: AppParts): Express {
  const app = express().disable("x-powered-by").disable("etag");
  addProbes(app, parts);

  app.use("/v1", requireApiKey(parts.apiKey), express.json({ limit: "64kb" }));
  app.post("/v1/rooms/:room/messages", async (request, response) => {
    const { text, ...options } = parse(messageBody, request.body, "body");
    const receipt = await parts.emitter.announce(request.params.room, text, options);
    response.status(201).json(receipt);
  });

  app.use(() => {
    throw new HubbubError("not_found", "There is no such address here.");
  });
  app.use(answerFailure(parts.logger));
  return app;
}

function addProbes(app: Express, { emitter, registry, isDraining }: AppParts): void {
  app.get("/healthz", (_request, response) => {
    response.json({ ok: true });
  });
  app.get("/readyz", (_request, response) => {
    const redis = emitter.isReady();
    const draining = isDraining();
    response.status(redis && !draining ? 200 : 503).json({ ready: redis && !draining, redis, draining });
  });
  app.get("/metrics", async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
}
