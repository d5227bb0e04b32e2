import type { Failure, Result } from "./result.ts";

/** What Playwright writes down, as far as it is read. */
export interface PlaywrightReport {
  readonly stats: { readonly expected: number };
  readonly suites: readonly Suite[];
  /** Of what is done around the tests. */
  readonly errors: readonly Fault[];
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly file: string;
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly errors: readonly Fault[] }[];
    }[];
  }[];
}

interface Fault {
  readonly message?: string;
}

/** A test that passed at its second try has failed. */
export function readPlaywright({ stats, suites, errors }: PlaywrightReport): Result {
  const around = errors.map(error => ({ name: "around the end-to-end tests", error: textOf([error]) }));
  const failures = [...suites.flatMap(failuresOf), ...around];
  return { passed: stats.expected, failed: failures.length, failures };
}

function failuresOf({ suites = [], specs }: Suite): Failure[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => ({ name: `${file} > ${title}`, error: textOf(results.flatMap(({ errors }) => errors)) })),
  );
  return [...own, ...suites.flatMap(failuresOf)];
}

const textOf = (errors: readonly Fault[]): string => errors.map(({ message = "" }) => message).join("\n");
