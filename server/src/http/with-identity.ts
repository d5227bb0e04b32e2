import type { Request, RequestHandler, Response } from "express";
import type { Verify } from "../auth/verifier.ts";
import type { Identity } from "../domain/identity.ts";

/** A handler behind the Bearer token; it is called with who the token speaks for. */
export const withIdentity =
  (
    verify: Verify,
    handle: (identity: Identity, request: Request, response: Response) => Promise<void>,
  ): RequestHandler =>
  async (request, response) =>
    handle(await verify(request.headers.authorization), request, response);
