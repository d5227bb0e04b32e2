import type { Report } from "../crew/orders.ts";
import { type Counts, type Latency, latencies, sum } from "../people/notes.ts";
import type { ReplicaSample } from "../target/replicas.ts";
import { Latencies, type Percentiles, percentilesOf } from "./latencies.ts";

export interface ReplicaPoint {
  /** Of one core, since the look before; NaN at the first. */
  readonly cpuPercent: number;
  readonly residentMb: number;
  readonly connections: number;
}

/** About one second of the run. */
export interface Point {
  /** Its end, in seconds from the beginning. */
  readonly at: number;
  readonly online: number;
  readonly sentPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly ack: Percentiles;
  readonly delivery: Percentiles;
  /** How late the timers of the users' processes were, in ms: 99 % of them less, in the worst of the processes. */
  readonly lagMs: number;
  /** Of all cores of this machine, whoever used them. */
  readonly machinePercent: number;
  /** One a replica; null where it did not answer. Empty where none are watched. */
  readonly replicas: readonly (ReplicaPoint | null)[];
}

type Samples = readonly (ReplicaSample | null)[];

export interface Second extends Pick<Point, "at" | "machinePercent"> {
  readonly reports: readonly Report[];
  readonly replicas: Samples | null;
}

/** What the users' own processes cost, together. */
export interface Cost {
  readonly cpuSeconds: number;
  readonly residentMb: number;
  readonly lagMs: number;
}

const nobody: Counts = sum([]);

/** The whole run, second by second, from what the workers report. */
export class Course {
  readonly points: Point[] = [];
  readonly #latencies = Object.fromEntries(latencies.map(name => [name, new Latencies()])) as Record<
    Latency,
    Latencies
  >;
  counts: Counts = nobody;
  cost: Cost = { cpuSeconds: 0, residentMb: 0, lagMs: 0 };
  #at = 0;
  #replicas: { readonly at: number; readonly samples: Samples; readonly points: Point["replicas"] } = {
    ...{ at: 0, samples: [], points: [] },
  };

  /** `at` in seconds from the beginning. Without `replicas` nobody has looked at them since. */
  add({ at, reports, machinePercent, replicas }: Second): Point {
    const counts = sum(reports.map(report => report.counts));
    const samples = (name: Latency) => reports.flatMap(report => report.samples[name]);
    for (const name of latencies) this.#latencies[name].record(samples(name));
    const seconds = Math.max(0.001, at - this.#at);
    const point: Point = {
      at,
      online: reports.reduce((total, { online }) => total + online, 0),
      sentPerSecond: (counts.sent - this.counts.sent) / seconds,
      deliveredPerSecond: (counts.delivered - this.counts.delivered) / seconds,
      ack: percentilesOf(samples("ack")),
      delivery: percentilesOf(samples("delivery")),
      lagMs: Math.max(...reports.map(({ lagMs }) => lagMs)),
      machinePercent,
      replicas: replicas === null ? this.#replicas.points : this.#watch(at, replicas),
    };
    // What is left after the last whole second would be told as if it were one.
    if (seconds > 0.5) this.points.push(point);
    this.#at = at;
    this.counts = counts;
    this.cost = {
      cpuSeconds: reports.reduce((total, { cpuMs }) => total + cpuMs, 0) / 1_000,
      residentMb: reports.reduce((total, { residentBytes }) => total + residentBytes, 0) / 1e6,
      lagMs: Math.max(this.cost.lagMs, point.lagMs),
    };
    return point;
  }

  latency(name: Latency): Percentiles {
    return this.#latencies[name].percentiles;
  }

  #watch(at: number, samples: Samples): Point["replicas"] {
    const before = this.#replicas;
    const seconds = Math.max(0.001, at - before.at);
    const points = samples.map((sample, index) => {
      if (sample === null) return null;
      const spent = sample.cpuSeconds - (before.samples[index]?.cpuSeconds ?? Number.NaN);
      return {
        // One that was started again counts from zero.
        cpuPercent: spent < 0 ? Number.NaN : (spent / seconds) * 100,
        residentMb: sample.residentBytes / 1e6,
        connections: sample.connections,
      };
    });
    this.#replicas = { at, samples, points };
    return points;
  }
}
