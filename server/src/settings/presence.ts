import { z } from "zod";
import { milliseconds } from "./kinds.ts";

export const presenceSettings = z.object({
  PRESENCE_LEASE_MS: milliseconds
    .default(10_000)
    .describe("After this long without a heartbeat a replica counts as dead."),
  PRESENCE_BEAT_MS: milliseconds
    .default(2_000)
    .describe("Time between two heartbeats of a replica; at most a third of PRESENCE_LEASE_MS."),
  PRESENCE_GRACE_MS: milliseconds
    .default(4_000)
    .describe("How long somebody whose last connection closed still counts as online, so that a reload shows nobody."),
  PRESENCE_LIST_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(500)
    .describe("In a room with more people online than this they are counted and not listed."),
});

export function presenceOf(settings: z.infer<typeof presenceSettings>) {
  if (settings.PRESENCE_BEAT_MS * 3 > settings.PRESENCE_LEASE_MS) {
    throw new Error("The configuration is not valid. PRESENCE_BEAT_MS: must be at most a third of PRESENCE_LEASE_MS.");
  }
  return {
    leaseMs: settings.PRESENCE_LEASE_MS,
    beatMs: settings.PRESENCE_BEAT_MS,
    graceMs: settings.PRESENCE_GRACE_MS,
    listLimit: settings.PRESENCE_LIST_LIMIT,
    // Each replica finds out with its next beat that Redis lost its data, and then tells it again.
    unsureMs: 2 * settings.PRESENCE_BEAT_MS,
  };
}
