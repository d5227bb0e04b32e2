import { writeFile } from "node:fs/promises";
import { latencies } from "../people/notes.ts";
import { describeMachine } from "../target/machine.ts";
import type { Outcome } from "./outcome.ts";
import { keepInPage, pageOf } from "./page.ts";
import { drawRun } from "./picture.ts";
import { costOfReplicas } from "./replica-cost.ts";

/** Writes what `--json`, `--svg` and `--page` ask for. Times in ms; what was not measured is null. */
export async function writeResults(outcome: Outcome, command: string): Promise<void> {
  const { json, svg, page } = outcome.options;
  if (json !== null) await writeFile(json, `${JSON.stringify(dataOf(outcome), null, 2)}\n`);
  if (svg !== null) await writeFile(svg, pictureOf(outcome));
  if (page !== null) await keepInPage(page, pageOf(outcome, command));
}

function dataOf({ course, options, began, ...rest }: Outcome): object {
  const { counts, cost, points } = course;
  return {
    ...{ began, machine: describeMachine(), options, ...rest, counts },
    latencies: Object.fromEntries(latencies.map(name => [name, course.latency(name)])),
    replicas: costOfReplicas(points, options.users / options.rate),
    ...{ cost, points },
  };
}

function pictureOf({ course, options, began }: Outcome): string {
  const { users, rate, shape, churnPerMinute } = options;
  const rooms = shape.rooms === 0 ? "general" : `${shape.rooms.toLocaleString("en-US")} rooms`;
  const churn = churnPerMinute === 0 ? "" : `, ${churnPerMinute * 100} % of them go and come back in a minute`;
  const subtitle = `${began.toISOString().slice(0, 10)}: ${rate} connect a second, ${rooms}${churn}`;
  return drawRun(`${users.toLocaleString("en-US")} simulated users`, subtitle, course.points);
}
