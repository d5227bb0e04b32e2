import { createHash, timingSafeEqual } from "node:crypto";
import { HubbubError } from "@hubbub/protocol";
import type { RequestHandler } from "express";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Lets through who sends `Authorization: Bearer <key>`. Digests have one length, so comparing takes one time. */
export function requireApiKey(key: string): RequestHandler {
  const expected = digest(key);
  return (request, response, next) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(request.get("authorization") ?? "") ?? [];
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next();
    response.set("WWW-Authenticate", 'Bearer realm="hubbub-emitter"');
    next(new HubbubError("unauthenticated", "This needs the header Authorization: Bearer <key of the emitter>."));
  };
}
