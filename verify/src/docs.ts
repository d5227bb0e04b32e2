import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import type { Outcome } from "./runner.ts";
import { table } from "./table.ts";

const path = join(rootDir, "docs/verify.md");
const begin = "<!-- measured: begin -->";
const end = "<!-- measured: end -->";

/** Puts what was measured, and how, between the marks of docs/verify.md. */
export async function writeDocs(outcomes: readonly Outcome[], args: readonly string[]): Promise<void> {
  const page = await readFile(path, "utf8");
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has lost its marks ${begin} and ${end}.`);
  await writeFile(path, `${before}${begin}\n${measured(outcomes, args)}\n${end}${after}`);
}

function measured(outcomes: readonly Outcome[], args: readonly string[]): string {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + count(outcome), 0);
  const minutes = Math.round(sum(({ seconds }) => seconds) / 60);
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  const command = ["npm run verify --", ...args].join(" ");
  const total = `${outcomes.length} runs, ${sum(({ verdict }) => verdict.acked)} messages, ${sum(({ verdict }) => verdict.delivered)} deliveries in ${minutes} minutes`;
  return [`\`${command}\` (${machine}): ${total}.`, "", table(outcomes)].join("\n");
}
