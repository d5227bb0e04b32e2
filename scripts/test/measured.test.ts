import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import type { Registry } from "prom-client";
import { expect, it } from "vitest";
import { Metrics as EmitterMetrics } from "../../emitter/src/service/metrics.ts";
import { createSourceMetrics } from "../../emitter/src/sources/metrics.ts";
import { createMetrics } from "../../server/src/observability/metrics.ts";

interface Measured {
  readonly type: string;
  readonly labels: readonly string[];
}

/** `hubbub_nodejs_*`, `hubbub_process_*`: those of prom-client itself, of which only the main ones are described. */
const isOfNode = (name: string) => /^hubbub_(emitter_)?(nodejs|process)_/.test(name);

/** The tables of one section of docs/operations.md. */
async function documented(title: string): Promise<Map<string, Measured>> {
  const text = await readFile(join(rootDir, "docs/operations.md"), "utf8");
  const section = text.split(/^### /m).find(part => part.startsWith(`${title}\n`)) ?? "";
  const rows = section.matchAll(/^\| `(hubbub_\w+)` \| (\w+) \| (.*?) \| .+ \|$/gm);
  return new Map(
    [...rows].map(([, name = "", type = "", labels = ""]) => [
      name,
      { type, labels: labels === "–" ? [] : labels.split(", ").map(label => label.replaceAll("`", "")) },
    ]),
  );
}

/** What prom-client knows of a metric beyond its types. */
interface Known extends Measured {
  readonly name: string;
  readonly labelNames: readonly string[];
}

const exported = (registry: Registry): Map<string, Measured> =>
  new Map(
    (registry.getMetricsAsArray() as unknown as Known[]).map(({ name, type, labelNames }) => [
      name,
      { type, labels: labelNames },
    ]),
  );

const withoutNode = (metrics: Map<string, Measured>) =>
  Object.fromEntries([...metrics].filter(([name]) => !isOfNode(name)));

function emitterRegistry(): Registry {
  const { registry } = new EmitterMetrics(() => true);
  createSourceMetrics(registry);
  return registry;
}

it.each([
  ["A replica", () => createMetrics().registry],
  ["The emitter's service", emitterRegistry],
] as const)(
  "%s exports what docs/operations.md describes, with these labels, and nothing else",
  async (title, open) => {
    const [told, real] = [await documented(title), exported(open())];
    expect(withoutNode(told)).toEqual(withoutNode(real));
    expect(Object.keys(withoutNode(real)).length).toBeGreaterThan(10);
    expect([...told.keys()].filter(name => !real.has(name))).toEqual([]);
  },
);
