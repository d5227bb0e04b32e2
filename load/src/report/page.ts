import { readFile, writeFile } from "node:fs/promises";
import { latencies } from "../people/notes.ts";
import { describeMachine } from "../target/machine.ts";
import type { Outcome } from "./outcome.ts";
import { costOfReplicas, machinePercent } from "./replica-cost.ts";

const number = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString("en-US") : "–");

/** The run in Markdown: how it was made, and what it showed. */
export function pageOf({ options, workers, began, loadBefore, course, audit }: Outcome, command: string): string {
  const { counts, cost, points } = course;
  const arrivedAt = options.users / options.rate;
  return [
    `${began.toISOString().slice(0, 10)}, ${describeMachine()}; the users in ${workers === 1 ? "one process" : `${workers} processes`} beside it all. Load average when it began: ${loadBefore.toFixed(1)}.`,
    "",
    ...["```sh", command, "```", ""],
    ...table([
      ["ms", "p50", "p90", "p99", "max", "count"],
      ...latencies.map(name => {
        const { p50, p90, p99, max, count } = course.latency(name);
        return [name, ...[p50, p90, p99, max].map(ms => (count === 0 ? "–" : ms.toFixed(1))), number(count)];
      }),
    ]),
    "",
    ...table([
      ["replica", "connections", "resident memory, MB", "CPU while they came, % of a core", "CPU from then on"],
      ...costOfReplicas(points, arrivedAt).map((replica, index) => [
        `${index + 1}`,
        number(replica.connections),
        number(replica.residentMb),
        number(replica.arrivingPercent),
        number(replica.servingPercent),
      ]),
    ]),
    "",
    `${number(counts.sent)} messages sent, ${number(counts.acked)} acked; ${number(audit.due)} due to somebody, ${number(audit.lost)} lost. ` +
      `${number(counts.left)} users went and ${number(counts.reconnected)} came back. The users took ${number(cost.cpuSeconds)} s of processor time and ${number(cost.residentMb)} MB; ` +
      `from the last arrival on, all cores together were busy to ${number(machinePercent(points, arrivedAt))} %.`,
    "",
  ].join("\n");
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)];
}

const results = /(<!-- results -->\n).*(<!-- end of the results -->)/s;

export const hasPlace = (page: string): boolean => results.test(page);

export async function keepInPage(file: string, written: string): Promise<void> {
  const page = await readFile(file, "utf8");
  await writeFile(
    file,
    page.replace(results, (_, begin, end) => `${begin}\n${written}\n${end}`),
  );
}
