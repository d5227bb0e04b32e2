import { z } from "zod";

/** Where the main figures are pushed to, for whoever has no Prometheus. */
export const pushSettings = z.object({
  CLOUDWATCH_NAMESPACE: z
    .string()
    .regex(/^[\w./#: -]{1,255}$/, "needs 1 to 255 letters, digits, spaces or . - _ / # :")
    .optional()
    .describe(
      "Namespace of CloudWatch that the main figures are put into each minute; none where it is absent. Region, credentials and endpoint are those of the AWS SDK (AWS_REGION, …).",
    ),
});

export const pushOf = (settings: z.infer<typeof pushSettings>) => ({
  /** Null where nothing is pushed. */
  cloudWatchNamespace: settings.CLOUDWATCH_NAMESPACE ?? null,
});
