/** When something is due. Times in ms from the beginning. */
export interface Schedule {
  /** How often it became due since it was last asked. */
  due(elapsed: number): number;
}

/** Every so often, beginning at once; `most` times at most. */
export function steadily(perSecond: number, most: number): Schedule {
  let done = 0;
  return {
    due(elapsed) {
      const all = Math.min(most, Math.floor((elapsed * perSecond) / 1_000) + 1);
      const now = Math.max(0, all - done);
      done += now;
      return now;
    },
  };
}

/** As people do it: independently of each other, so often on average (a Poisson process). */
export function atRandom(perSecond: number, random: () => number): Schedule {
  if (perSecond === 0) return { due: () => 0 };
  const pause = () => (-Math.log(1 - random()) * 1_000) / perSecond;
  let next = pause();
  return {
    due(elapsed) {
      let count = 0;
      for (; next <= elapsed; next += pause()) count += 1;
      return count;
    },
  };
}
