/** What costs something to look at, looked at once in `everyMs`. */
export function sampled(everyMs: number, now: () => number, look: () => number): () => number {
  let value = 0;
  let at = Number.NEGATIVE_INFINITY;
  return () => {
    if (Math.abs(now() - at) >= everyMs) {
      value = look();
      at = now();
    }
    return value;
  };
}
