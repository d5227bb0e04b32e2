import type { Audit } from "../crew/orders.ts";
import { type Counts, totalOf } from "../people/notes.ts";
import type { Percentiles } from "./latencies.ts";

export interface Evidence {
  /** How many should have come in. */
  readonly users: number;
  readonly counts: Counts;
  readonly audit: Audit;
  readonly delivery: Percentiles;
  /** In ms; null for none. */
  readonly maxP99: number | null;
}

/** What was not as it should be, a sentence each. None: the run has passed. */
export function faultsOf({ users, counts, audit, delivery, maxP99 }: Evidence): string[] {
  const faults: [boolean, string][] = [
    [audit.lost > 0, `${audit.lost} of ${audit.due} messages did not reach ${audit.behind} users.`],
    [audit.absent > 0, `${audit.absent} users are not there at the end.`],
    [audit.unanswered > 0, `${audit.unanswered} messages were not answered.`],
    [totalOf(counts.failed) > 0, `${totalOf(counts.failed)} messages were refused: ${told(counts.failed)}.`],
    [counts.resyncs > 0, `${counts.resyncs} histories could not be recovered.`],
    [counts.connected < users, `${users - counts.connected} of ${users} users never came in.`],
    [
      maxP99 !== null && !(delivery.p99 <= maxP99),
      `A delivery took ${delivery.p99.toFixed(1)} ms (p99), and not ${maxP99} ms at most.`,
    ],
  ];
  return faults.filter(([is]) => is).map(([, fault]) => fault);
}

/** `unavailable 3, ECONNREFUSED 1`. */
export const told = (byCode: Readonly<Record<string, number>>): string =>
  Object.entries(byCode)
    .sort(([, a], [, b]) => b - a)
    .map(([code, times]) => `${code} ${times}`)
    .join(", ");
