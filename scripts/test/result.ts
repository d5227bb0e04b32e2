import { rootDir } from "@hubbub/stack";

/** What a step of `npm test` found. */
export interface Result {
  readonly passed: number;
  readonly failed: number;
  /** What can be said of those that failed. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly name: string;
  /** In full, as the runner tells it. */
  readonly error: string;
}

/** Of an error, so many lines are told. */
const told = 12;

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const colours = /\u001b\[[0-9;]*m/g;

/** A check without tests counts as one. `fault`: what is wrong, or null. */
export const check = (name: string, fault: string | null): Result =>
  fault === null
    ? { passed: 1, failed: 0, failures: [] }
    : { passed: 0, failed: 1, failures: [{ name, error: fault }] };

/** A runner that failed without a failed test, or that ran none, failed all the same: its last words say why. */
export function tests(code: number, counted: Result, output: string): Result {
  const isSilent = counted.failed === 0 && (code !== 0 || counted.passed === 0);
  if (!isSilent) return counted;
  const error = linesOf(output).slice(-told).join("\n");
  return { ...counted, failed: 1, failures: [{ name: `a runner that ended with ${code}`, error }] };
}

export const total = (results: readonly Result[]): Result => ({
  passed: results.reduce((sum, { passed }) => sum + passed, 0),
  failed: results.reduce((sum, { failed }) => sum + failed, 0),
  failures: results.flatMap(({ failures }) => failures),
});

/** Its name and the first lines of its error, each marked so that it is found among all that is printed. */
export function describeFailure({ name, error }: Failure): string {
  const lines = linesOf(error).filter(line => !/^\s+at .*(node_modules|node:internal)/.test(line));
  return [name, ...lines.slice(0, told).map(line => `    ${line}`)].map(line => `✘ ${line}`).join("\n");
}

const linesOf = (text: string): string[] =>
  text
    .replace(colours, "")
    .replaceAll(`${rootDir}/`, "")
    .split("\n")
    .filter(line => line.trim() !== "");
