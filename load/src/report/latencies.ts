import { createHistogram, type RecordableHistogram } from "node:perf_hooks";

/** In ms; NaN where nothing was timed. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Times, kept in Node's own HDR histogram with three digits: as small after an hour as after a second. */
export class Latencies {
  readonly #histogram: RecordableHistogram = createHistogram({ lowest: 1, highest: 3_600_000_000, figures: 3 });

  /** In ms. */
  record(values: readonly number[]): void {
    for (const ms of values) this.#histogram.record(Math.max(1, Math.round(ms * 1_000)));
  }

  get percentiles(): Percentiles {
    const { count, max } = this.#histogram;
    const at = (percent: number) => (count === 0 ? Number.NaN : inMs(this.#histogram.percentile(percent)));
    return { count, p50: at(50), p90: at(90), p99: at(99), max: count === 0 ? Number.NaN : inMs(max) };
  }
}

const inMs = (micros: number): number => micros / 1_000;

export function percentilesOf(values: readonly number[]): Percentiles {
  const latencies = new Latencies();
  latencies.record(values);
  return latencies.percentiles;
}
