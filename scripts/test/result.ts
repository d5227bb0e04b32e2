/** What a step of `npm test` found. */
export interface Result {
  readonly passed: number;
  readonly failed: number;
}

export const total = (results: readonly Result[]): Result => ({
  passed: results.reduce((sum, { passed }) => sum + passed, 0),
  failed: results.reduce((sum, { failed }) => sum + failed, 0),
});

/** A check without tests counts as one. */
export const check = (holds: boolean): Result => ({ passed: holds ? 1 : 0, failed: holds ? 0 : 1 });

/** A runner that failed without a failed test, or that ran none, failed all the same. */
export function tests(code: number, counted: Result): Result {
  const silent = counted.failed === 0 && (code !== 0 || counted.passed === 0);
  return silent ? { ...counted, failed: 1 } : counted;
}
