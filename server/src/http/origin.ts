import { HubbubError } from "@hubbub/protocol";
import type { RequestHandler } from "express";
import { isAllowedOrigin } from "../domain/origin.ts";

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses what another site's page would change with the cookies of its visitor. */
export function checkOrigin(allowed: readonly string[]): RequestHandler {
  return ({ method, headers }, _response, next) => {
    if (!reading.has(method) && !isAllowedOrigin(headers.origin, headers.host, allowed)) {
      throw new HubbubError("forbidden", "Pages of this origin may not use the chat.");
    }
    next();
  };
}
