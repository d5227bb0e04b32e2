import { readFile } from "node:fs/promises";

/** What a replica said of itself. */
export interface ReplicaSample {
  readonly residentBytes: number;
  /** Processor time so far, in seconds. */
  readonly cpuSeconds: number;
  readonly connections: number;
}

/** The value of a metric without labels, in Prometheus' text; NaN where there is none. */
function metricOf(metrics: string, name: string): number {
  const [, value = "NaN"] = new RegExp(`^${name} (\\S+)`, "m").exec(metrics) ?? [];
  return Number(value);
}

export const readMetrics = (metrics: string): ReplicaSample => ({
  residentBytes: metricOf(metrics, "hubbub_process_resident_memory_bytes"),
  cpuSeconds: metricOf(metrics, "hubbub_process_cpu_seconds_total"),
  connections: metricOf(metrics, "hubbub_connections"),
});

/** Null where it does not answer: one that restarts is back at one of the next looks. */
export async function sampleReplica(url: string): Promise<ReplicaSample | null> {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(4_000) });
    return response.ok ? readMetrics(await response.text()) : null;
  } catch {
    return null;
  }
}

/**
 * The replicas' HTTP addresses: `list` itself, or what stands in that file, which has the form of Prometheus' file discovery
 * and is written by `npm start`. None where the file is not there.
 */
export async function findReplicas(list: string): Promise<string[]> {
  if (/^https?:/.test(list)) return list.split(",").map(each => each.trim().replace(/\/(metrics)?$/, ""));
  const content = await readFile(list, "utf8").catch(() => "[]");
  const groups: { readonly targets: readonly string[] }[] = JSON.parse(content);
  return groups.flatMap(({ targets }) => targets.map(target => `http://${target}`));
}
