/** How long to wait before the next try, in ms. Random over the whole range, so that a crowd comes back spread out. */
const first = { least: 100, most: 500 };
const cap = 5_000;
/**
 * So slow that the longest wait is about half a second and a tenth of the absence: whoever was away for a quarter of a minute
 * is back within two seconds of its end, and only after the better part of a minute a crowd is spread over all of the cap.
 */
const growth = 1.05;

/** `failures` counts the tries so far that failed, from 1; `random` is in [0, 1). */
export function backoff(failures: number, random: number): number {
  const most = Math.min(cap, first.most * growth ** (failures - 1));
  return Math.round(first.least + random * (most - first.least));
}

/** How long a transport may take to open, in ms: at first no longer than it needs where no replica is frozen. */
export function openPatience(failures: number): number {
  return Math.min(10_000, 2_500 * 1.5 ** Math.max(0, failures - 1));
}
