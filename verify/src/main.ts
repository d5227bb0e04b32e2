/** `npm run verify`: breaks what messages pass while people talk, and says whether any was lost. */
import { parseArgs } from "node:util";
import { type Outcome, passed, runScenario } from "./runner.ts";
import { scenarios } from "./scenarios/index.ts";
import { line, table } from "./table.ts";
import { describeViolation } from "./violations.ts";

const usage = `npm run verify -- [--short] [--scenario <name>]… [--seed <n>] [--repeat <k>] [--list] [--write]
`;
/** Of the violations of one run, so many are printed. */
const printed = 10;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const { values } = parseArgs({
  options: {
    scenario: { type: "string", multiple: true, default: [] },
    seed: { type: "string", default: "1" },
    repeat: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
    short: { type: "boolean", default: false },
  },
});

process.exit(await main());

async function main(): Promise<number> {
  const unknown = values.scenario.filter(name => !scenarios.some(scenario => scenario.name === name));
  const [seed, repeat] = [Number(values.seed), Number(values.repeat)];
  if (unknown.length > 0 || !Number.isInteger(seed) || !Number.isInteger(repeat)) {
    print(`${unknown.length > 0 ? `There is no ${unknown.join(", ")}. ` : ""}Usage: ${usage}`);
    return 2;
  }
  const named = scenarios.filter(({ name }) => values.scenario.length === 0 || values.scenario.includes(name));
  const chosen = named.filter(({ isShort }) => !values.short || isShort || values.scenario.length > 0);
  if (values.list) {
    for (const { name, says, isShort } of chosen) print(`${name}${isShort ? " (short)" : ""}: ${says}`);
    return 0;
  }
  const outcomes: Outcome[] = [];
  for (const scenario of chosen) {
    for (let turn = 0; turn < repeat; turn += 1) {
      const outcome = await runScenario(scenario, { seed: seed + turn, isShort: values.short });
      outcomes.push(outcome);
      report(outcome);
    }
  }
  print(`\n${table(outcomes)}\n`);
  const failed = outcomes.filter(outcome => !passed(outcome)).length;
  print(`${outcomes.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function report(outcome: Outcome): void {
  print(line(outcome));
  const { violations } = outcome.verdict;
  for (const violation of violations.slice(0, printed)) print(`    ${describeViolation(violation)}`);
  if (violations.length > printed) print(`    … and ${violations.length - printed} more`);
  if (outcome.failure !== null) print(`    ${outcome.failure}`);
  if (passed(outcome)) return;
  const short = values.short ? " --short" : "";
  print(`    Again: npm run verify -- --scenario ${outcome.scenario.name} --seed ${outcome.seed}${short}`);
}
