import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { prometheusDir } from "../../src/rules.ts";
import { programPath } from "./prometheus.ts";

const run = promisify(execFile);
const file = join(import.meta.dirname, "slow-faults.yml");

interface Faults {
  readonly tests: readonly { readonly input_series: readonly { readonly series: string }[] }[];
}

const promtool = (...args: string[]): Promise<unknown> => run(programPath("promtool", "PROMTOOL"), args);

/** Rejects with what Prometheus itself finds wrong with its configuration or rules. */
export const checkConfig = (): Promise<unknown> => promtool("check", "config", join(prometheusDir, "prometheus.yml"));

/** Plays them; rejects with what did not fire, or fired without a fault. */
export const playSlowFaults = (): Promise<unknown> => promtool("test", "rules", file);

/** The alerts that they are for. */
export async function slowAlerts(): Promise<string[]> {
  const text = await readFile(file, "utf8");
  return [...text.matchAll(/alertname="(\w+)", alertstate="firing"/g)].map(([, alert = ""]) => alert);
}

/** Queries that find series called, and told apart, as those that are played. */
export async function slowSeries(): Promise<string[]> {
  const { tests } = parse(await readFile(file, "utf8")) as Faults;
  const queries = tests.flatMap(({ input_series }) => input_series.map(({ series }) => anyLike(series)));
  return [...new Set(queries)];
}

/** What has a value for each label: `up{instance!=""}` for `up{instance="one"}`; that of `result` and `kind` counts. */
const anyLike = (series: string): string => series.replace(/(\b(?!result|kind)\w+)="[^"]*"/g, '$1!=""');
