import { z } from "zod";

export const rebalancingSettings = z.object({
  REBALANCE: z
    .enum(["on", "off"])
    .default("on")
    .describe(
      "Whether a replica with more than its part of the connections asks some of them to move, after others came.",
    ),
});

export const rebalancingOf = (settings: z.infer<typeof rebalancingSettings>) => ({
  rebalances: settings.REBALANCE === "on",
});
