import { once } from "node:events";
import type { Server } from "node:http";
import type { Clock } from "../domain/clock.ts";
import { within } from "./within.ts";

/** Takes no more requests. Resolves when those under way are answered, after `ms` at most; then no connection is left. */
export async function closeHttp(server: Server, clock: Clock, ms: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  await within(clock, ms, closed);
  server.closeAllConnections();
}
