import type { Request, RequestHandler, Response } from "express";
import { type Caller, type Gate, identify } from "./keys/identify.ts";
import { authorize, type Errand } from "./keys/scope.ts";

/** So long a batch goes on under a key that was revoked meanwhile. */
const checkEveryMs = 1_000;

/** One request under its key, which is looked up again while the request goes on. */
export class Visit {
  readonly #gate: Gate;
  readonly #header: string | undefined;
  readonly #now: () => number;
  #caller: Caller;
  #checkedAt: number;

  private constructor(gate: Gate, header: string | undefined, now: () => number, caller: Caller) {
    this.#gate = gate;
    this.#header = header;
    this.#now = now;
    this.#caller = caller;
    this.#checkedAt = now();
  }

  /** Throws as `identify` does. */
  static async begin(gate: Gate, header: string | undefined, now: () => number): Promise<Visit> {
    return new Visit(gate, header, now, await identify(gate, header));
  }

  /** The name of the key. */
  get key(): string {
    return this.#caller.name;
  }

  /** Throws `forbidden`, or `unauthenticated` where the key was revoked. */
  async require(errand: Errand): Promise<void> {
    if (this.#now() - this.#checkedAt >= checkEveryMs) {
      this.#caller = await identify(this.#gate, this.#header);
      this.#checkedAt = this.#now();
    }
    try {
      authorize(this.#caller.name, this.#caller.scope, errand);
    } catch (error) {
      this.#gate.onFailure("scope");
      throw error;
    }
  }
}

const visits = new WeakMap<Request, Visit>();

/** Lets in who has a key. */
export const requireKey =
  (gate: Gate, now: () => number): RequestHandler =>
  async (request, _response: Response, next) => {
    visits.set(request, await Visit.begin(gate, request.get("authorization"), now));
    next();
  };

export function visitOf(request: Request): Visit {
  const visit = visits.get(request);
  if (visit === undefined) throw new Error("This route lies outside of the gate.");
  return visit;
}
