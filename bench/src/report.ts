import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { type JobName, type JobSample, jobNames } from "./jobs.ts";
import type { DialectName } from "./load/dialects.ts";
import type { LoadSample } from "./measure.ts";
import type { Plan } from "./plan.ts";
import type { Results, Samples } from "./run.ts";
import { median } from "./statistics.ts";
import { titles } from "./systems.ts";

export interface Circumstances {
  readonly machine: string;
  readonly plan: Plan;
  readonly began: Date;
  /** What the machine was busy with already. */
  readonly loadBefore: number;
}

const names: readonly DialectName[] = ["hubbub", "stock", "raw"];

/** Markdown: the figures side by side, each the median of the rounds, and what they have to reach. */
export function report(results: Results, { machine, plan, began, loadBefore }: Circumstances): string {
  return [
    `${began.toISOString().slice(0, 10)}, ${plan.rounds} ${plan.rounds === 1 ? "round" : "rounds"}: ${machine}.`,
    `Load average when it began: ${loadBefore.toFixed(1)}.`,
    "",
    ...table([["median of the rounds", ...names.map(name => titles[name])], ...figures(results, plan)]),
    "",
    ...table([["a job alone, median of the rounds", ...jobNames.map(name => titles[name])], ...jobFigures(results)]),
    "",
    ...table([["target", "measured", "asked for", "reached"], ...targets(results, plan)]),
    "",
  ].join("\n");
}

/** What is told of each load: its name, its value, its digits. */
const loadFigures: readonly [string, (sample: LoadSample) => number, number][] = [
  ["server CPU a delivery, µs", sample => sample.cpuMicros, 2],
  ["Redis CPU a delivery, µs", sample => sample.redisCpuMicros, 2],
  ["delivered within the time, %", sample => sample.share * 100, 0],
  ["ack p50, ms", sample => sample.ackMs.p50, 1],
  ["ack p99, ms", sample => sample.ackMs.p99, 1],
  ["delivery p50, ms", sample => sample.deliveryMs.p50, 1],
  ["delivery p99, ms", sample => sample.deliveryMs.p99, 1],
];

function figures(results: Results, { perSecond }: Plan): string[][] {
  const row = (what: string, valuesOf: (samples: Samples) => readonly number[], digits: number) => [
    what,
    ...names.map(name => median(valuesOf(results[name])).toFixed(digits)),
  ];
  const loads = perSecond.flatMap(rate =>
    loadFigures.map(([what, figure, digits]) =>
      row(`${rate}/s: ${what}`, samples => loadsAt(rate, samples).map(figure), digits),
    ),
  );
  return [
    ...loads,
    row(
      "RSS an idle connection, KB",
      ({ idle }) => idle.map(({ bytesPerConnection }) => bytesPerConnection / 1_000),
      1,
    ),
    row("storm: server CPU a client, ms", ({ storms }) => storms.map(({ cpuMsPerClient }) => cpuMsPerClient), 2),
    row("storm: all are back after, ms", ({ storms }) => storms.map(({ backMs }) => backMs), 0),
  ];
}

function jobFigures({ jobs }: Results): string[][] {
  const row = (what: string, figure: (sample: JobSample) => number, digits: number) => [
    what,
    ...jobNames.map(name => median(jobs[name].map(figure)).toFixed(digits)),
  ];
  return [
    row("messages a second", ({ perSecond }) => perSecond, 0),
    row("its CPU a message, µs", ({ cpuMicros }) => cpuMicros, 1),
  ];
}

const loadsAt = (rate: number, { loads }: Samples): LoadSample[] => loads.filter(({ perSecond }) => perSecond === rate);

/** Each ratio is that of one round, whose measurements followed each other; then their median. */
function targets({ hubbub, stock, jobs }: Results, { perSecond }: Plan): string[][] {
  const ratio = (ours: readonly number[], theirs: readonly number[]) =>
    median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
  const cpuAt = (rate: number) => (samples: Samples) => loadsAt(rate, samples).map(({ cpuMicros }) => cpuMicros);
  const back = (samples: Samples) => samples.storms.map(storm => storm.backMs);
  const line = (what: string, measured: number, asked: string, isReached: boolean) => [
    what,
    measured.toFixed(2),
    asked,
    isReached ? "yes" : "no",
  ];
  const row = (what: string, measured: number, most: number) => line(what, measured, `≤ ${most}`, measured <= most);
  const pace = (name: JobName) => jobs[name].map(({ perSecond }) => perSecond);
  const paceRatio = ratio(pace("emitter"), pace("floor"));
  const [calm = 0, busy = 0] = perSecond;
  const idle = median(hubbub.idle.map(({ bytesPerConnection }) => bytesPerConnection / 1_000));
  return [
    row(`CPU a delivery at ${calm}/s, Hubbub / stock`, ratio(cpuAt(calm)(hubbub), cpuAt(calm)(stock)), 1.15),
    row(`CPU a delivery at ${busy}/s, Hubbub / stock`, ratio(cpuAt(busy)(hubbub), cpuAt(busy)(stock)), 0.5),
    row("KB RSS an idle connection, Hubbub", idle, 20),
    row("storm, Hubbub recovered / stock reconnected", ratio(back(hubbub), back(stock)), 2),
    line("receipted messages a second of one emitter / XADD + PUBLISH", paceRatio, "≥ 0.5", paceRatio >= 0.5),
  ];
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)];
}

const docs = join(rootDir, "docs/bench.md");
const results = /(<!-- results -->\n).*(<!-- end of the results -->)/s;

export async function keepInDocs(summary: string): Promise<void> {
  const text = await readFile(docs, "utf8");
  await writeFile(
    docs,
    text.replace(results, (_, begin, end) => `${begin}\n${summary}\n${end}`),
  );
}
