import type { Request } from "express";

/** The client's address as far as the trusted proxies vouch for it. */
export const addressOf = (request: Request): string => request.ip ?? "unknown";
