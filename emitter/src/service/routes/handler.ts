import { HubbubError } from "@hubbub/protocol";
import express, { type Request, type RequestHandler } from "express";
import { z } from "zod";
import { parse, schemas } from "../../payloads.ts";
import type { Emitter } from "../../types.ts";
import type { Pace } from "../pace.ts";
import { HttpRefusal } from "../problems.ts";
import { visitOf } from "../visit.ts";
import type { AnyRoute } from "./route.ts";

export interface Desk {
  readonly emitter: Emitter;
  readonly pace: Pace;
}

/** One request, one call. */
export function routeHandlers(route: AnyRoute, { emitter, pace }: Desk): RequestHandler[] {
  const read = readerOf(route);
  const answer: RequestHandler = async (request, response) => {
    const input = read(request);
    await visitOf(request).require(route.errand(input));
    response.status(route.status).json(await route.run(emitter, input, {}));
  };
  return [keepPace(pace), ...(route.body ? [requireJson, express.json({ limit: 64 * 1024 })] : []), answer];
}

/** Whatever is asked counts, well-formed or not. */
const keepPace =
  (pace: Pace): RequestHandler =>
  async (request, _response, next) => {
    await pace(visitOf(request).key);
    next();
  };

const requireJson: RequestHandler = (request, _response, next) => {
  const type = request.is("application/json");
  if (type === null) throw new HubbubError("invalid_payload", "This needs a body of JSON.");
  if (type) return next();
  throw new HttpRefusal(415, "invalid_payload", "The body must be application/json.", { Accept: "application/json" });
};

/** What a request brings, parsed: all of it in one object. */
function readerOf(route: AnyRoute): (request: Request) => object {
  const params = z.strictObject(route.params ?? {});
  const query = z.strictObject(route.query ?? {});
  const body = route.body && z.strictObject(route.body);
  return request => ({
    ...parse(params, { ...request.params }, "path"),
    ...parse(query, { ...request.query }, "query"),
    ...(body && parse(body, withHeaderKey(route, request), "body")),
  });
}

/** The body, with the idempotency key that came as a header: `Idempotency-Key: deploy-42`, or "deploy-42" in quotes. */
function withHeaderKey({ isDurable }: AnyRoute, request: Request): unknown {
  const header = request.get("idempotency-key");
  if (header === undefined) return request.body;
  if (!isDurable) throw new HubbubError("invalid_payload", "Nobody keeps a notice, so it has no Idempotency-Key.");
  const key = parse(schemas.idempotencyKey, header.replace(/^"(.*)"$/, "$1"), "Idempotency-Key");
  const { idempotencyKey = key } = request.body ?? {};
  if (idempotencyKey === key) return { ...request.body, idempotencyKey };
  throw new HubbubError("invalid_payload", "Idempotency-Key and the body's idempotencyKey are not the same.");
}
