import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { rootDir } from "@hubbub/stack";
import { describeMachine } from "./machine.ts";
import { plans } from "./plan.ts";
import { keepInDocs, report } from "./report.ts";
import { run } from "./run.ts";
import { titles } from "./systems.ts";

const { values: options } = parseArgs({
  options: { short: { type: "boolean", default: false }, keep: { type: "boolean", default: false } },
});
const plan = options.short ? plans.short : plans.whole;
const began = new Date();
const [loadBefore = 0] = loadavg();

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());

const results = await run(plan, stopping.signal, (system, what, sample) => {
  console.log(`${titles[system]}, ${what}: ${JSON.stringify(sample)}`);
}).catch((error: Error) => {
  console.error(`The benchmark ended early: ${error.message}`);
  process.exit(1);
});
const machine = await describeMachine();

const artefacts = join(rootDir, "artefacts/bench");
await mkdir(artefacts, { recursive: true });
const file = join(artefacts, `${began.toISOString().replaceAll(":", "-")}.json`);
await writeFile(file, JSON.stringify({ began, loadBefore, machine, plan, results }, null, 2));

const summary = report(results, { machine, plan, began, loadBefore });
console.log(`\n${summary}\nEvery sample: ${file}`);
if (options.keep) await keepInDocs(summary);
