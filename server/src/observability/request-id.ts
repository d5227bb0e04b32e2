import type { IncomingHttpHeaders } from "node:http";

/** By which nginx's access log knows the request; undefined where none came with it, or nothing of that form. */
export function requestIdOf(headers: IncomingHttpHeaders): string | undefined {
  const id = headers["x-request-id"];
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}
