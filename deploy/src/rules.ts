import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

/** The configuration of Prometheus, as the container has it. */
export const prometheusDir = join(import.meta.dirname, "../monitoring/prometheus");

/** A rule of Prometheus. One that records has a name, one that alerts another and what it says. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}

/** The texts of all files of rules, by their names. */
export async function readRuleFiles(): Promise<ReadonlyMap<string, string>> {
  const dir = join(prometheusDir, "rules");
  const names = (await readdir(dir)).sort();
  return new Map(await Promise.all(names.map(async name => [name, await readFile(join(dir, name), "utf8")] as const)));
}

/** All rules of all files. */
export async function readRules(): Promise<readonly Rule[]> {
  const texts = [...(await readRuleFiles()).values()];
  return texts.flatMap(text => (parse(text) as RuleFile).groups.flatMap(({ rules }) => rules));
}
