import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import type { Prometheus, Sample } from "./prometheus.ts";

/** A query as a panel asks it, with the variables filled in. */
export interface Asked {
  readonly panel: string;
  readonly query: string;
  /** The labels that its legend names. */
  readonly labels: readonly string[];
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}

/** Everything, over a window of a few scrapes. */
const variables: Readonly<Record<string, string>> = { job: ".*", instance: ".*", __rate_interval: "4s" };

/** What the dashboard asks, as it stands in the file that Grafana loads. */
export async function readQueries(): Promise<readonly Asked[]> {
  const file = join(rootDir, "deploy/monitoring/grafana/dashboards/hubbub.json");
  const { panels } = JSON.parse(await readFile(file, "utf8")) as Dashboard;
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({
      panel: title,
      query: filledIn(expr),
      labels: [...legendFormat.matchAll(/{{(\w+)}}/g)].map(([, label = ""]) => label),
    })),
  );
}

const filledIn = (expr: string): string =>
  expr.replace(/\$(\w+)/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`Nobody knows what $${name} is.`);
    return value;
  });

/** Why a panel shows nothing, or nothing that can be told apart; null when all is well. */
export async function faultOf(prometheus: Prometheus, { panel, query, labels }: Asked): Promise<string | null> {
  const samples = await prometheus.query(query);
  const isNameless = ({ labels: has }: Sample) => labels.some(label => !has[label]);
  if (samples.length === 0) return `${panel}: no data from ${query}`;
  if (samples.some(({ value }) => !Number.isFinite(value))) return `${panel}: no number from ${query}`;
  if (samples.some(isNameless)) return `${panel}: nothing called ${labels.join(", ")} in ${query}`;
  return null;
}

export async function faultsOf(prometheus: Prometheus, queries: readonly Asked[]): Promise<string | null> {
  const faults = await Promise.all(queries.map(query => faultOf(prometheus, query)));
  const found = faults.filter(fault => fault !== null);
  return found.length === 0 ? null : found.join("\n");
}
