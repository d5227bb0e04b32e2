import type { Point, ReplicaPoint } from "./course.ts";

/** What one replica needed. Processor time in percent of a core, on average; NaN where nobody looked. */
export interface ReplicaCost {
  readonly connections: number;
  readonly residentMb: number;
  /** While users came in. */
  readonly arrivingPercent: number;
  /** From then on. */
  readonly servingPercent: number;
}

/** One a replica. `arrivedAt`: when the last user was due, in seconds from the beginning. */
export function costOfReplicas(points: readonly Point[], arrivedAt: number): ReplicaCost[] {
  return Array.from({ length: points.at(-1)?.replicas.length ?? 0 }, (_, index) => {
    const looks = points.flatMap(({ at, replicas }) => {
      const replica: ReplicaPoint | null = replicas[index] ?? null;
      return replica === null ? [] : [{ at, ...replica }];
    });
    const percent = (isWanted: (at: number) => boolean) =>
      mean(looks.filter(({ at, cpuPercent }) => isWanted(at) && cpuPercent >= 0).map(look => look.cpuPercent));
    return {
      connections: Math.max(...looks.map(({ connections }) => connections)),
      residentMb: Math.max(...looks.map(({ residentMb }) => residentMb)),
      arrivingPercent: percent(at => at <= arrivedAt),
      // What is told in the first seconds was spent before.
      servingPercent: percent(at => at > arrivedAt + 5),
    };
  });
}

/** How busy all cores of the machine were from then on, in percent. */
export const machinePercent = (points: readonly Point[], arrivedAt: number): number =>
  mean(points.filter(({ at }) => at > arrivedAt).map(point => point.machinePercent));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
