/** How a connection stands at one moment, in bytes. */
export interface Backlog {
  /** Made for the client and kept here until it reads. */
  readonly waiting: number;
  /** Taken by the network since the connection began. */
  readonly taken: number;
}

/**
 * Whether a reader keeps more than `bound` waiting and gets nowhere: at both looks that much waited, it did not become
 * less, and less than `bound` was taken in between. So a long recovery over a poor line, which shrinks, is not slow;
 * nor is a reader who takes much while much is sent.
 */
export function isSlow(now: Backlog, before: Backlog, bound: number): boolean {
  const isOver = before.waiting > bound && now.waiting > bound;
  return isOver && now.waiting >= before.waiting && now.taken - before.taken < bound;
}
