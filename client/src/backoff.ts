/** How long to wait before the next try, in ms. Random over the whole range, so that a crowd comes back spread out. */
const first = { least: 100, most: 500 };
const cap = 5_000;
/** Slow, so that who was away for two seconds does not wait for longer than that again. */
const growth = 1.2;

/** `failures` counts the tries so far that failed, from 1; `random` is in [0, 1). */
export function backoff(failures: number, random: number): number {
  const most = Math.min(cap, first.most * growth ** (failures - 1));
  return Math.round(first.least + random * (most - first.least));
}
