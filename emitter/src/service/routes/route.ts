import type { z } from "zod";
import type { CallOptions, Emitter } from "../../types.ts";
import type { Errand } from "../keys/scope.ts";
import type { answers } from "./answers.ts";

export type Answer = keyof typeof answers;

type Shape = Readonly<Record<string, z.ZodType>>;

type Values<Of extends Shape> = { [Name in keyof Of]: z.infer<Of[Name]> };

/** One address: what it takes, what it answers, and what it does. The app and the document are both made from it. */
export interface Route<Params extends Shape = Shape, Query extends Shape = Shape, Body extends Shape = Shape> {
  readonly method: "get" | "post" | "put" | "delete";
  /** As OpenAPI writes it: `/v1/rooms/{room}/messages`. */
  readonly path: string;
  /** Unique: what a generated client calls it. */
  readonly id: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  /** The members of the JSON body; without them no body is read. */
  readonly body?: Body;
  /** It takes an idempotency key, in the body or as a header. */
  readonly isDurable?: boolean;
  readonly status: 200 | 201;
  readonly answer: Answer;
  /** What the key needs to be allowed. */
  readonly errand: (input: Values<Params & Query & Body>) => Errand;
  readonly run: (emitter: Emitter, input: Values<Params & Query & Body>, options: CallOptions) => Promise<object>;
}

/** A route whose `errand` and `run` take whatever its schemas have let through. */
export type AnyRoute = Omit<Route, "errand" | "run"> & {
  errand(input: object): Errand;
  run(emitter: Emitter, input: object, options: CallOptions): Promise<object>;
};

/** The compiler sees that what a route reads is what its schemas give. */
export const route = <
  const Params extends Shape = Record<never, never>,
  const Query extends Shape = Record<never, never>,
  const Body extends Shape = Record<never, never>,
>(
  spec: Route<Params, Query, Body>,
): AnyRoute => spec as unknown as AnyRoute;
