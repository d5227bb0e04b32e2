import type { History, Tape } from "./record.ts";

/** How many tries it took whoever needed most to be back, from the loss of a connection; null where nobody lost one. */
export function mostTries({ tapes }: History): number | null {
  const tries = tapes.flatMap(returnsOf);
  return tries.length === 0 ? null : Math.max(...tries);
}

/** The tries that each return took, and those of one that did not come to be. */
function returnsOf({ lines }: Tape): number[] {
  const tries: number[] = [];
  let isAway = false;
  for (const { type } of lines) {
    if (type === "lost" && !isAway) tries.push(0);
    if (type === "lost") isAway = true;
    else if (type === "online" || type === "closed") isAway = false;
    else if (type === "tried" && isAway) tries.push((tries.pop() ?? 0) + 1);
  }
  return tries;
}
