import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findReplicas, readMetrics } from "./replicas.ts";

it("reads what a replica says of itself", () => {
  const metrics = `# HELP hubbub_connections Open connections
hubbub_connections 42
hubbub_connections_limit 20000
hubbub_process_cpu_seconds_total 1.5
hubbub_process_resident_memory_bytes 1.2e+8
`;
  expect(readMetrics(metrics)).toEqual({ connections: 42, cpuSeconds: 1.5, residentBytes: 120_000_000 });
  expect(readMetrics("")).toEqual({ connections: Number.NaN, cpuSeconds: Number.NaN, residentBytes: Number.NaN });
});

it("finds replicas by a list, or by the file that names them", async () => {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-load-"));
  const file = join(dir, "replicas.json");
  await writeFile(file, '[{"targets": ["127.0.0.1:3001", "127.0.0.1:3011"]}]');
  try {
    expect(await findReplicas(file)).toEqual(["http://127.0.0.1:3001", "http://127.0.0.1:3011"]);
    expect(await findReplicas(join(dir, "absent.json"))).toEqual([]);
    expect(await findReplicas("http://a:1/metrics, http://b:2/")).toEqual(["http://a:1", "http://b:2"]);
  } finally {
    await rm(dir, { recursive: true });
  }
});
