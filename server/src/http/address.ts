import type { Request } from "express";
import { addressBlock } from "../domain/address.ts";

/** The client's address as far as the trusted proxies vouch for it: see {@link addressBlock}. */
export const addressOf = (request: Request): string => addressBlock(request.ip ?? "unknown");
