import { writeFile } from "node:fs/promises";
import type { Audit } from "../crew/orders.ts";
import type { LoadOptions } from "../options.ts";
import { latencies } from "../people/notes.ts";
import { describeMachine } from "../target/machine.ts";
import type { Course } from "./course.ts";
import { drawRun } from "./picture.ts";

export interface Results {
  readonly options: LoadOptions;
  readonly workers: number;
  readonly began: Date;
  readonly course: Course;
  readonly audit: Audit;
  readonly faults: readonly string[];
  readonly isInterrupted: boolean;
}

/** Writes what `--json` and `--svg` ask for. Times in ms; what was not measured is null. */
export async function writeResults({ course, options, began, ...rest }: Results): Promise<void> {
  const { counts, cost, points } = course;
  if (options.json !== null) {
    const measured = Object.fromEntries(latencies.map(name => [name, course.latency(name)]));
    const machine = describeMachine();
    const all = { began, machine, options, ...rest, counts, latencies: measured, cost, points };
    await writeFile(options.json, `${JSON.stringify(all, null, 2)}\n`);
  }
  if (options.svg !== null) {
    const { users, shape, churnPerMinute } = options;
    const rooms = shape.rooms === 0 ? "general" : `${shape.rooms} rooms`;
    const churn = churnPerMinute === 0 ? "" : `, ${churnPerMinute * 100} % of them go and come back in a minute`;
    const title = `${users.toLocaleString("en-US")} simulated users`;
    const when = `${began.toISOString().slice(0, 10)}: ${options.rate} connect a second, ${rooms}${churn}`;
    await writeFile(options.svg, drawRun(title, when, points));
  }
}
