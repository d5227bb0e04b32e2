import { z } from "zod";
import { milliseconds } from "./kinds.ts";

export const deliverySettings = z.object({
  POSITION_TICK_MS: milliseconds
    .default(5_000)
    .describe("How often a room's members are told the head of its log when it moved."),
  MAX_BUFFERED_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(1_000_000_000)
    .default(1_000_000)
    .describe("A connection that keeps more bytes than this waiting, and does not read, is ended; the log heals it."),
  DRAIN_DELAY_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(600_000)
    .default(0)
    .describe("So long a replica that is told to stop still serves, until its balancer has noticed; nginx needs none."),
  DRAIN_DEADLINE_MS: milliseconds
    .default(20_000)
    .describe("After this long a draining replica ends regardless; at least twice DRAIN_DELAY_MS."),
});

export function deliveryOf(settings: z.infer<typeof deliverySettings>) {
  if (settings.DRAIN_DELAY_MS * 2 > settings.DRAIN_DEADLINE_MS) {
    throw new Error("The configuration is not valid. DRAIN_DEADLINE_MS: must be at least twice DRAIN_DELAY_MS.");
  }
  return {
    positionTickMs: settings.POSITION_TICK_MS,
    maxBufferedBytes: settings.MAX_BUFFERED_BYTES,
    drainDelayMs: settings.DRAIN_DELAY_MS,
    /** From the end of the delay. */
    drainDeadlineMs: settings.DRAIN_DEADLINE_MS - settings.DRAIN_DELAY_MS,
  };
}
