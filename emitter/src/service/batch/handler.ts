import { HubbubError } from "@hubbub/protocol";
import express, { type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";
import { parse } from "../../payloads.ts";
import type { BatchOptions, Call, Emitter } from "../../types.ts";
import { errandOf } from "../keys/scope.ts";
import type { Metrics } from "../metrics.ts";
import type { Pace } from "../pace.ts";
import { HttpRefusal } from "../problems.ts";
import { visitOf } from "../visit.ts";
import { type BatchParts, type PlacedOutcome, RequestBatch } from "./batch.ts";
import { BatchPace } from "./batch-pace.ts";
import { entriesOfArray, entriesOfLines } from "./entries.ts";
import { RequestBody } from "./request-body.ts";

export interface BatchDesk {
  readonly emitter: Emitter;
  readonly pace: Pace;
  readonly metrics: Metrics;
  readonly mostCalls: number;
  readonly draining: AbortSignal;
}

export const lines = "application/x-ndjson";
const arrayBytes = 1024 * 1024;

/** What `POST /v1/batch` may be asked with. */
export const batchQuery = z.strictObject({
  stopOnError: z
    .enum(["true", "false"], "needs true or false")
    .meta({ description: "No call begins after one that failed", default: "false" })
    .optional(),
});

const calls = z.array(z.unknown(), "needs to be an array of calls");

/** Many calls of one request: an array is answered as a whole, lines one by one while they still come. */
export function batchHandlers(desk: BatchDesk): RequestHandler[] {
  return [
    express.json({ limit: arrayBytes }),
    async (request, response) => {
      if (request.get("idempotency-key") !== undefined) {
        throw new HubbubError("invalid_payload", "Each call of a batch has an idempotencyKey of its own.");
      }
      if (request.is("application/json")) return answerArray(desk, request, response);
      if (request.is(lines) && encodingOf(request) === "identity") return answerLines(desk, request, response);
      const accepted = `application/json, ${lines}`;
      throw new HttpRefusal(415, "invalid_payload", `A batch is ${accepted}, lines not compressed.`, {
        Accept: accepted,
      });
    },
  ];
}

const encodingOf = (request: Request): string => request.get("content-encoding") ?? "identity";

async function answerArray(desk: BatchDesk, request: Request, response: Response): Promise<void> {
  const values = parse(calls, request.body, "body");
  const outcomes: PlacedOutcome[] = [];
  const batch = new RequestBatch(partsOf(desk, request), optionsOf(request, response), outcome => {
    outcomes.push(outcome);
  });
  await batch.run(entriesOfArray(values));
  response.json({ outcomes });
}

/** Outcomes wait for no reader: there are never more than `mostCalls`, and who writes first and reads then is served, too. */
async function answerLines(desk: BatchDesk, request: Request, response: Response): Promise<void> {
  const body = new RequestBody(request);
  const batch = new RequestBatch(partsOf(desk, request), optionsOf(request, response), outcome => {
    response.write(`${JSON.stringify(outcome)}\n`);
  });
  response.type(lines).flushHeaders();
  await batch.run(entriesOfLines(body.until(desk.draining)));
  response.end();
  await body.discard();
}

function optionsOf(request: Request, response: Response): BatchOptions {
  const { stopOnError } = parse(batchQuery, request.query, "query");
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return { stopOnError: stopOnError === "true", signal: gone.signal };
}

function partsOf({ emitter, pace, metrics, mostCalls, draining }: BatchDesk, request: Request): BatchParts {
  const visit = visitOf(request);
  const ahead = new BatchPace(() => pace(visit.key), draining);
  const admit = async (call: Call) => {
    await visit.require(errandOf(call));
    await ahead.next();
  };
  return { emitter, admit, mostCalls, draining, onRefusal: code => metrics.batchRefused(code) };
}
