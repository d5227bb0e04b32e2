import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { startCloudWatch } from "../../../test/fake-cloudwatch.ts";
import { openCloudWatch } from "./cloudwatch.ts";
import type { Figure } from "./figures.ts";

let endpoint: Awaited<ReturnType<typeof startCloudWatch>>;

beforeAll(async () => {
  endpoint = await startCloudWatch();
  for (const [name, value] of Object.entries(endpoint.env)) vi.stubEnv(name, value);
});
afterEach(() => endpoint.now("takes"));
afterAll(async () => {
  vi.unstubAllEnvs();
  await endpoint.stop();
});

const at = 1_800_000_000_000;
const figures: Figure[] = [
  { name: "Connections", unit: "Count", value: 20_000 },
  { name: "AckP99", unit: "Seconds", value: 0.0125 },
];

it("puts the figures of a replica into a namespace", async () => {
  const sink = await openCloudWatch("Hubbub/Production", "replica-1");
  await sink.put(figures, at);
  sink.close();
  const common = { Timestamp: at / 1_000, Dimensions: [{ Name: "Replica", Value: "replica-1" }] };
  expect(endpoint.puts).toEqual([
    {
      Namespace: "Hubbub/Production",
      MetricData: [
        { MetricName: "Connections", Unit: "Count", Value: 20_000, ...common },
        { MetricName: "AckP99", Unit: "Seconds", Value: 0.0125, ...common },
      ],
    },
  ]);
});

it("says so where they did not arrive", async () => {
  const sink = await openCloudWatch("Hubbub", "replica-1", { connectionTimeout: 1_000, requestTimeout: 100 });
  endpoint.now("refuses");
  await expect(sink.put(figures, at)).rejects.toThrow();
  endpoint.now("is silent");
  await expect(sink.put(figures, at)).rejects.toThrow(/timed out|timeout/i);
  sink.close();
});
