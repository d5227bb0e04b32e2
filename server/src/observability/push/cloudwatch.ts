import type { Figure } from "./figures.ts";

/** Where figures go. */
export interface Sink {
  /** `at`: when they were taken, in ms since 1970. Rejects where they did not arrive. */
  put(figures: readonly Figure[], at: number): Promise<void>;
  close(): void;
}

/** How long one try may take, in ms. */
const usualTimeouts = { connectionTimeout: 2_000, requestTimeout: 5_000 };

/** CloudWatch, as the variables of the AWS SDK say where and who. The SDK is read here, so that nobody else pays for it. */
export async function openCloudWatch(namespace: string, replica: string, timeouts = usualTimeouts): Promise<Sink> {
  const { CloudWatchClient, PutMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = new CloudWatchClient({ maxAttempts: 2, requestHandler: { ...timeouts, throwOnRequestTimeout: true } });
  const dimensions = [{ Name: "Replica", Value: replica }];
  return {
    async put(figures, at) {
      const data = figures.map(({ name, unit, value }) => ({
        MetricName: name,
        Unit: unit,
        Value: value,
        Timestamp: new Date(at),
        Dimensions: dimensions,
      }));
      await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data }));
    },
    close: () => client.destroy(),
  };
}
