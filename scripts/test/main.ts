/** `npm test`: every step with its time, and at the end one line that sums them up. */
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { check, describeFailure, type Result, total } from "./result.ts";
import { type Step, suites } from "./steps.ts";

// Tests start some two hundred processes: each of them takes a third less time where its code is compiled already.
process.env.NODE_COMPILE_CACHE ??= join(rootDir, ".cache/compiled");

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
process.on("disconnect", () => stopping.abort());

const name = process.argv[2] ?? "all";
const steps = suites[name];
if (steps === undefined) {
  console.error(`There is no "${name}"; there are ${Object.keys(suites).join(", ")}.`);
  process.exit(1);
}

const results: Result[] = [];
const lines: string[] = [];
for (const step of steps) {
  if (stopping.signal.aborted) break;
  const began = Date.now();
  console.log(`\n── ${step.title}`);
  const result = await outcome(step);
  results.push(result);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  lines.push(
    `${result.failed === 0 ? "✔" : "✘"} ${step.title}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`,
  );
}
console.log(`\n${lines.join("\n")}`);
if (stopping.signal.aborted) console.log("Interrupted.");
const { passed, failed, failures } = total(results);
if (failures.length > 0) console.log(`\n${failures.map(describeFailure).join("\n")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || stopping.signal.aborted ? 1 : 0);

/** A step that cannot be done has failed; the next ones are tried all the same. */
async function outcome(step: Step): Promise<Result> {
  try {
    return await step.run(stopping.signal);
  } catch (error) {
    return check(step.title, error instanceof Error ? error.message : String(error));
  }
}
