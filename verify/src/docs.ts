import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import type { Outcome } from "./runner.ts";
import { scenarios } from "./scenarios/index.ts";
import { columns, heading, row } from "./table.ts";

const path = join(rootDir, "docs/verify.md");
const begin = "<!-- measured: begin -->";
const end = "<!-- measured: end -->";

let writing = Promise.resolve();

/** Puts what was measured between the marks of docs/verify.md; what was not stays as it was. One after the other. */
export function writeDocs(outcome: Outcome): Promise<void> {
  writing = writing.then(() => write(outcome));
  return writing;
}

async function write(outcome: Outcome): Promise<void> {
  const page = await readFile(path, "utf8");
  const [before, rest] = page.split(begin);
  const [known, after] = rest?.split(end) ?? [];
  if (before === undefined || known === undefined || after === undefined) {
    throw new Error(`${path} has lost its marks ${begin} and ${end}.`);
  }
  const rows = new Map(known.split("\n").map(line => [scenarioOf(line), asWide(line)]));
  rows.set(outcome.scenario.name, row(outcome));
  const measured = scenarios.flatMap(({ name }) => rows.get(name) ?? []);
  const how = `\`npm run verify -- --write\`, or one row by its \`--scenario\` and \`--seed\` (${availableParallelism()} cores, Node ${process.versions.node}):`;
  await writeFile(path, `${before}${[begin, how, "", ...heading, ...measured, end].join("\n")}${after}`);
}

/** A row of an older table may lack the last columns. */
function asWide(line: string): string {
  const missing = columns.length + 2 - line.split("|").length;
  return missing > 0 ? line + " – |".repeat(missing) : line;
}

const scenarioOf = (line: string): string => /^\| ([a-z-]+) \|/.exec(line)?.[1] ?? "";
