/** Time from outside, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once; the result cancels it. */
  after(ms: number, run: () => void): () => void;
}
