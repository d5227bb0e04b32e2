import { z } from "zod";
import { batchQuery, lines } from "../batch/handler.ts";
import { problemTitles } from "../problems.ts";
import type { AnyRoute } from "../routes/route.ts";
import { routes } from "../routes/routes.ts";
import { type JsonSchema, namedSchemas, refTo, schemaOf } from "./schemas.ts";

interface Content {
  readonly [type: string]: { readonly schema: JsonSchema };
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security?: readonly [];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, object>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

export type Document = ReturnType<typeof openApiDocument>;

/** The service in the words of OpenAPI 3.1, made from what the app is made from. */
export function openApiDocument() {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return {
    openapi: "3.1.0",
    info: {
      title: "Hubbub's emitter",
      version: "1",
      description: "Backend jobs reach people, without holding a connection.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    tags: [{ name: "calls" }, { name: "operations" }],
    paths: { ...paths, "/v1/batch": { post: batch() }, ...operations } satisfies Paths as Paths,
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key of the emitter" } },
      schemas: namedSchemas(),
      responses: Object.fromEntries(Object.keys(problemTitles).map(status => [`Problem${status}`, problem(status)])),
    },
  };
}

function operationOf(route: AnyRoute): Operation {
  const answered = { description: `Done: ${route.answer}`, content: json(refTo(route.answer)) };
  return {
    operationId: route.id,
    summary: route.summary,
    tags: ["calls"],
    parameters: [
      ...parametersOf("path", route.params),
      ...parametersOf("query", route.query),
      ...(route.isDurable ? [idempotencyHeader] : []),
    ],
    ...(route.body && { requestBody: { required: true, content: json(schemaOf(z.strictObject(route.body))) } }),
    responses: { [route.status]: answered, ...problemsOf(route.body ? [413, 415] : []) },
  };
}

function batch(): Operation {
  const one = (name: string) => ({ schema: { type: "string", description: `One ${name} a line` } });
  return {
    operationId: "batch",
    summary: "Many calls in one request, those to one room or person in their order",
    description:
      "Outcomes come in the order of the calls. Lines are answered one by one, while they still come; what is wrong with " +
      "one is told by its number, and the rest goes on. A batch that comes too fast is slowed down and not refused.",
    tags: ["calls"],
    parameters: parametersOf("query", batchQuery.shape),
    requestBody: {
      required: true,
      content: { ...json({ type: "array", items: refTo("Call") }), [lines]: one("Call") },
    },
    responses: {
      200: {
        description: "How each call ended; none for those that did not begin",
        content: { ...json(refTo("Outcomes")), [lines]: one("Outcome") },
      },
      ...problemsOf([413, 415]),
    },
  };
}

const json = (schema: JsonSchema): Content => ({ "application/json": { schema } });

function parametersOf(place: "path" | "query", shape: AnyRoute["params"] = {}): Parameter[] {
  const { properties = {}, required = [] } = schemaOf(z.strictObject(shape));
  return Object.entries(properties).map(([name, { description, example, ...schema }]) => ({
    ...{ name, in: place, required: required.includes(name), schema },
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
  }));
}

const idempotencyHeader: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "As idempotencyKey in the body; where both are given they have to be the same",
  schema: { type: "string" },
  example: "deploy-42",
};

/** What any call may be refused with, and what a body may be besides. */
const problemsOf = (further: readonly number[]): Record<string, object> =>
  Object.fromEntries(
    [400, 401, 403, 404, ...further, 429, 500, 503].map(status => [
      status,
      { $ref: `#/components/responses/Problem${status}` },
    ]),
  );

function problem(status: string): object {
  const header = (description: string) => ({ description, schema: { type: "string" } });
  const headers: Record<string, object> = {
    401: { "WWW-Authenticate": header("Bearer") },
    405: { Allow: header("The methods of this address") },
    415: { Accept: header("The media types of this address") },
    429: { "Retry-After": header("In how many seconds to try again") },
    503: { "Retry-After": header("In how many seconds to try again") },
  };
  return {
    description: problemTitles[Number(status)],
    ...(headers[status] && { headers: headers[status] }),
    content: { "application/problem+json": { schema: refTo("Problem") } },
  };
}

const open = (operationId: string, summary: string, answered: Readonly<Record<string, Content>>): Operation => ({
  ...{ operationId, summary, tags: ["operations"], security: [] },
  responses: Object.fromEntries(
    Object.entries(answered).map(([status, content]) => [
      status,
      { description: status === "200" ? "Yes" : "No", content },
    ]),
  ),
});

const flags = (...names: string[]): Content =>
  json({
    type: "object",
    required: names,
    properties: Object.fromEntries(names.map(name => [name, { type: "boolean" }])),
  });

const text = (type: string): Content => ({ [type]: { schema: { type: "string" } } });

const operations: Paths = {
  "/healthz": { get: open("health", "Whether the service lives", { 200: flags("ok") }) },
  "/readyz": {
    get: open("readiness", "Whether it takes calls", {
      200: flags("ready", "redis", "draining"),
      503: flags("ready", "redis", "draining"),
    }),
  },
  "/metrics": { get: open("metrics", "What it did, for Prometheus", { 200: text("text/plain") }) },
  "/openapi.json": { get: open("document", "This document", { 200: json({ type: "object" }) }) },
  "/docs": { get: open("docs", "This document as a page", { 200: text("text/html") }) },
};
