import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";
import type { Failure, Result } from "./result.ts";

/** What a person reads, and for `npm test` a report in the file that TEST_REPORT names. */
export function reporters(report = process.env.TEST_REPORT): (Reporter | "default")[] {
  return report === undefined ? ["default"] : ["default", new VitestReport(report)];
}

type Fault = Pick<Error, "message" | "stack">;

/**
 * Writes a {@link Result} as JSON. Vitest's own report leaves out why a hook before the tests failed, and what
 * failed outside of them.
 */
export class VitestReport implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  onTestRunEnd(modules: readonly TestModule[], faults: readonly Fault[]): void {
    const passed = modules.flatMap(({ children }) => [...children.allTests("passed")]).length;
    const failures = [...modules.flatMap(failuresOf), ...faults.map(asFailure("outside of the tests"))];
    const result: Result = { passed, failed: failures.length, failures };
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(result));
  }
}

/** Of the tests, and of what is done before and after them. */
function failuresOf(module: TestModule): Failure[] {
  const suites = [...module.children.allSuites()].flatMap(suite => suite.errors().map(asFailure(nameOf(suite))));
  const tests = [...module.children.allTests("failed")].map(test => ({
    name: nameOf(test),
    error: (test.result().errors ?? []).map(textOf).join("\n"),
  }));
  return [...module.errors().map(asFailure(module.relativeModuleId)), ...suites, ...tests];
}

const nameOf = ({ module, fullName }: TestCase | TestSuite): string => `${module.relativeModuleId} > ${fullName}`;

const asFailure =
  (name: string) =>
  (fault: Fault): Failure => ({ name, error: textOf(fault) });

const textOf = ({ message, stack = "" }: Fault): string => (stack.includes(message) ? stack : message);
