import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { prometheusDir, readRuleFiles } from "../../src/rules.ts";

interface Config {
  readonly global: object;
  readonly scrape_configs: readonly { readonly job_name: string; readonly dns_sd_configs?: unknown }[];
}

/** Where each job of the configuration finds what it scrapes on this machine: `host:port`. */
export type Targets = Readonly<Record<string, readonly string[]>>;

/**
 * The very configuration, in which only `targets` are others, and all time runs `speed` times as fast. Resolves with its
 * path in `dir`.
 */
export async function writeConfig(dir: string, targets: Targets, speed: number): Promise<string> {
  const config = parse(await readFile(join(prometheusDir, "prometheus.yml"), "utf8")) as Config;
  const often = { scrape_interval: "500ms", scrape_timeout: "500ms", evaluation_interval: "500ms" };
  const scraped = config.scrape_configs.map(({ dns_sd_configs: _, ...job }) => ({
    ...job,
    static_configs: [{ targets: targets[job.job_name] ?? [] }],
  }));
  await mkdir(join(dir, "rules"));
  for (const [name, text] of await readRuleFiles()) await writeFile(join(dir, "rules", name), faster(text, speed));
  const path = join(dir, "prometheus.yml");
  await writeFile(path, stringify({ ...config, global: often, scrape_configs: scraped }));
  return path;
}

/** Ranges in queries and the time that an alert waits, all divided. */
const faster = (text: string, speed: number): string =>
  text.replace(
    /(?<=\[|for: )(\d+)([smh])\b/g,
    (_, count: string, unit: "s" | "m" | "h") => `${Math.round((Number(count) * milliseconds[unit]) / speed)}ms`,
  );

const milliseconds = { s: 1_000, m: 60_000, h: 3_600_000 };
