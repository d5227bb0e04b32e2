/** Somebody's way into a room, or to a word in it, which others open and close. Pure; times are ms of one clock. */
export interface Act {
  readonly opens: boolean;
  readonly asked: number;
  /** It was done at some moment between. */
  readonly answered: number;
}

/** Open from the beginning. */
export const openFirst: Act = { opens: true, asked: Number.NEGATIVE_INFINITY, answered: Number.NEGATIVE_INFINITY };

/** Whether the gate was open, or closed, all the time between, whatever the moment at which each act was done. */
export function surely(state: "open" | "closed", acts: readonly Act[], from: number, to: number): boolean {
  const opens = state === "open";
  return acts.some(
    act =>
      act.opens === opens &&
      act.answered <= from &&
      acts.every(other => other.opens === opens || other.answered < act.asked || other.asked > to),
  );
}
