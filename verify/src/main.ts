/** `npm run verify`: breaks what messages pass while people talk, and says whether any was lost. */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { writeDocs } from "./docs.ts";
import { describePresence } from "./presence/judge.ts";
import { type Outcome, passed, runScenario } from "./runner.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";
import { line, table } from "./table.ts";
import { describeViolation } from "./violations.ts";
import type { World } from "./world.ts";

const usage = `npm run verify -- [options]
  --scenario <name>   only this one; may be given several times
  --seed <n>          what is drawn by lot: who says what when, which fault comes when (default: 1)
  --repeat <k>        each scenario so often, with the seeds n, n + 1, …
  --short             those that run in npm test, with fewer people and for a shorter time
  --at-once <n>       so many at a time, but for those that need the machine for themselves (default: 1; 2 with --short)
  --list              says what there is
  --write             puts the table into docs/verify.md
  --report <file>     puts the numbers of passed and failed, and what failed, into a file, as JSON`;

/** Of the violations of one run, so many are printed. */
const printed = 10;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const { values: options } = parseArgs({
  options: {
    scenario: { type: "string", multiple: true, default: [] },
    seed: { type: "string", default: "1" },
    repeat: { type: "string", default: "1" },
    short: { type: "boolean", default: false },
    "at-once": { type: "string" },
    list: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    report: { type: "string" },
  },
});

/** Those of the short cut wait half of the time, and none of them is measured. */
const atOnce = Number(options["at-once"] ?? (options.short ? 2 : 1));

/** What has to end when this process is told to. */
const worlds = new Set<World>();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void Promise.allSettled([...worlds].map(world => world.close())).finally(() => process.exit(130));
  });
}

process.exit(await main());

async function main(): Promise<number> {
  const chosen = choose();
  const [seed, repeat] = [Number(options.seed), Number(options.repeat)];
  if (chosen.length === 0 || ![seed, repeat, atOnce].every(Number.isInteger)) {
    print(usage);
    return 2;
  }
  if (options.list) {
    for (const { name, says, isShort } of chosen) print(`${name}: ${says}${isShort ? " (in the short cut)" : ""}`);
    return 0;
  }
  const turns = chosen.flatMap(scenario =>
    Array.from({ length: repeat }, (_, turn) => ({ scenario, seed: seed + turn })),
  );
  const isApart = ({ scenario }: (typeof turns)[number]) => atOnce > 1 && !options.short && scenario.isApart === true;
  const play = ({ scenario, seed }: (typeof turns)[number]) => run(scenario, seed);
  const together = turns.filter(turn => !isApart(turn));
  return conclude([...(await inLanes(together, atOnce, play)), ...(await inLanes(turns.filter(isApart), 1, play))]);
}

/** All of them in their order, so many at a time. */
async function inLanes<Turn, Result>(
  turns: readonly Turn[],
  atOnce: number,
  take: (turn: Turn) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = turns.entries();
  const lane = async () => {
    for (const [index, turn] of waiting) results[index] = await take(turn);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

function choose(): readonly Scenario[] {
  const { scenario: names, short } = options;
  if (names.some(name => !scenarios.some(scenario => scenario.name === name))) return [];
  if (names.length > 0) return scenarios.filter(({ name }) => names.includes(name));
  return short ? scenarios.filter(({ isShort }) => isShort) : scenarios;
}

async function run(scenario: Scenario, seed: number): Promise<Outcome> {
  let world: World | undefined;
  const onWorld = (opened: World) => {
    world = opened;
    worlds.add(opened);
  };
  const outcome = await runScenario(scenario, { seed, isShort: options.short, onWorld }).finally(
    () => world !== undefined && worlds.delete(world),
  );
  print(line(outcome));
  // At once: a run that is broken off has measured something all the same.
  if (options.write) await writeDocs(outcome);
  for (const fault of faultsOf(outcome)) print(`    ${fault}`);
  if (passed(outcome)) return outcome;
  print(`    Again: npm run verify -- --scenario ${scenario.name} --seed ${seed}${options.short ? " --short" : ""}`);
  return outcome;
}

function faultsOf({ verdict, presence, failure }: Outcome): string[] {
  const violations = [
    ...verdict.violations.map(describeViolation),
    ...(presence?.violations.map(describePresence) ?? []),
  ];
  const more = violations.length > printed ? [`… and ${violations.length - printed} more`] : [];
  return [...violations.slice(0, printed), ...more, ...(failure === null ? [] : [failure])];
}

function asFailure(outcome: Outcome): { name: string; error: string } {
  const { scenario, seed } = outcome;
  return { name: `verify --scenario ${scenario.name} --seed ${seed}`, error: faultsOf(outcome).join("\n") };
}

async function conclude(outcomes: readonly Outcome[]): Promise<number> {
  const good = outcomes.filter(passed).length;
  const failures = outcomes.filter(outcome => !passed(outcome)).map(asFailure);
  const result = { passed: good, failed: failures.length, failures };
  print(`\n${table(outcomes)}\n\n${result.passed} passed, ${result.failed} failed`);
  if (options.report !== undefined) await writeFile(options.report, JSON.stringify(result));
  return result.failed === 0 ? 0 : 1;
}
