import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { parse } from "yaml";

interface Provisioned {
  readonly groups: readonly { readonly rules: readonly { readonly data: readonly { readonly model: Model }[] }[] }[];
}

interface Model {
  readonly expr?: string;
}

/** What Grafana asks to know which alerts of Prometheus fire. */
export async function readGrafanaRule(): Promise<string> {
  const file = join(rootDir, "deploy/monitoring/grafana/provisioning/alerting/hubbub.yml");
  const { groups } = parse(await readFile(file, "utf8")) as Provisioned;
  const asked = groups.flatMap(({ rules }) =>
    rules.flatMap(({ data }) => data.flatMap(({ model }) => model.expr ?? [])),
  );
  if (asked.length !== 1) throw new Error(`Grafana asks Prometheus ${asked.length} times.`);
  return asked.join();
}
