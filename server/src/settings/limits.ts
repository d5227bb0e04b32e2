import { z } from "zod";
import { count, perMinute } from "./kinds.ts";

/** What one replica takes upon itself. */
export const limitSettings = z.object({
  MAX_CONNECTIONS: count
    .default(20_000)
    .describe("So many connections a replica holds; who comes then is refused, or passed on by nginx."),
  MEMORY_WATERMARK_MB: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe("With more resident memory than this a replica takes nobody in; 0 is none."),
  CONNECTIONS_PER_ADDRESS: count
    .default(20_000)
    .describe("Connections in a row that one client address (of IPv6, one /64) may open at one replica."),
  CONNECTIONS_PER_ADDRESS_PER_MINUTE: perMinute
    .default(12_000)
    .describe("How many of these a minute one client address regains."),
});

export const limitsOf = (settings: z.infer<typeof limitSettings>) => ({
  capacity: { connections: settings.MAX_CONNECTIONS, memoryBytes: settings.MEMORY_WATERMARK_MB * 1_048_576 },
  connectRate: {
    burst: settings.CONNECTIONS_PER_ADDRESS,
    perSecond: settings.CONNECTIONS_PER_ADDRESS_PER_MINUTE / 60,
  },
});
