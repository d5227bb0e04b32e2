/** One clock for all processes of this machine, in ms. */
export const clock = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/** A text of `length` that carries when it was sent, for those who know the `run`. */
export const stamped = (run: string, at: number, length: number): string =>
  `load:${run}:${at.toFixed(3)} `.padEnd(length, "x");

/** When it was sent; null where it was not in this run. */
export function stampOf(run: string, text: string): number | null {
  const prefix = `load:${run}:`;
  if (!text.startsWith(prefix)) return null;
  return Number(text.slice(prefix.length, text.indexOf(" ", prefix.length)));
}
