import { type Outcome, passed } from "./runner.ts";

export const columns = [
  "scenario",
  "seed",
  "messages",
  "deliveries",
  "lost",
  "doubled",
  "out of order",
  "resyncs told",
  "recovery p50",
  "p99",
  "presence wrong",
  "right after",
  "most tries",
] as const;

const cells = ({ scenario, seed, verdict, recovery, presence, tries }: Outcome): string[] => [
  scenario.name,
  ...[seed, verdict.acked, verdict.delivered, verdict.lost, verdict.doubled, verdict.outOfOrder, verdict.resyncs].map(
    String,
  ),
  time(recovery?.p50),
  time(recovery?.p99),
  presence === null ? "–" : String(presence.violations.length),
  time(presence?.rightAfter),
  tries === null ? "–" : String(tries),
];

const time = (ms: number | undefined): string => (ms === undefined ? "–" : `${Math.round(ms)} ms`);

/** One outcome as a line for a terminal. */
export function line(outcome: Outcome): string {
  const { acked, delivered, lost, doubled, outOfOrder, resyncs } = outcome.verdict;
  const recovery = outcome.recovery ? `, back in ${time(outcome.recovery.p50)} / ${time(outcome.recovery.p99)}` : "";
  const { presence, tries } = outcome;
  const tried = tries === null ? "" : `, after ${tries} ${tries === 1 ? "try" : "tries"} at most`;
  const shown = presence
    ? `, presence wrong ${presence.violations.length} times, right after ${time(presence.rightAfter)}`
    : "";
  return `${passed(outcome) ? "✔" : "✘"} ${outcome.scenario.name} (seed ${outcome.seed}, ${outcome.seconds.toFixed(1)} s): ${acked} messages, ${delivered} deliveries, ${lost} lost, ${doubled} doubled, ${outOfOrder} out of order, ${resyncs} resyncs${recovery}${tried}${shown}`;
}

const rowOf = (values: readonly string[]): string => `| ${values.join(" | ")} |`;

/** The first two lines of a table in Markdown. */
export const heading: readonly string[] = [
  rowOf(columns),
  rowOf(columns.map((_, index) => (index === 0 ? "---" : "---:"))),
];

export const row = (outcome: Outcome): string => rowOf(cells(outcome));

/** All outcomes, as Markdown. */
export const table = (outcomes: readonly Outcome[]): string => [...heading, ...outcomes.map(row)].join("\n");
