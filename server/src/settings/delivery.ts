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
  DRAIN_DEADLINE_MS: milliseconds.default(20_000).describe("After this long a draining replica ends regardless."),
});

export const deliveryOf = (settings: z.infer<typeof deliverySettings>) => ({
  positionTickMs: settings.POSITION_TICK_MS,
  maxBufferedBytes: settings.MAX_BUFFERED_BYTES,
  drainDeadlineMs: settings.DRAIN_DEADLINE_MS,
});
