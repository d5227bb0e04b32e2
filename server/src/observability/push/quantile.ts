/** How many observations were at most so large, by upper bound. */
export type Buckets = ReadonlyMap<number, number>;

/**
 * The value below which this part (0 to 1) of what was observed between two readings of a histogram lies, taken as evenly spread
 * within a bucket, as Prometheus does. Null where nothing was observed; what is beyond the last bound counts as that bound.
 */
export function quantileBetween(before: Buckets, after: Buckets, part: number): number | null {
  const upTo = (bound: number) => (after.get(bound) ?? 0) - (before.get(bound) ?? 0);
  const bounds = [...after.keys()].sort((a, b) => a - b);
  const wanted = part * upTo(Number.POSITIVE_INFINITY);
  if (wanted === 0) return null;
  let [lower, below] = [0, 0];
  for (const bound of bounds) {
    const count = upTo(bound);
    if (count >= wanted) {
      return bound === Number.POSITIVE_INFINITY
        ? lower
        : lower + ((bound - lower) * (wanted - below)) / (count - below);
    }
    [lower, below] = [bound, count];
  }
  return null;
}
