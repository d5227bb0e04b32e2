/** What is timed, from a user's side. */
export const latencies = ["connect", "ack", "delivery", "recovery"] as const;
export type Latency = (typeof latencies)[number];

/** By what it was: a code of a refusal, or of the system's. */
export type ByCode = Readonly<Record<string, number>>;

export interface Counts {
  /** Who came in for the first time. */
  readonly connected: number;
  /** Who came in again. */
  readonly reconnected: number;
  /** Connections that were lost, or closed by a replica; not by churn. */
  readonly cut: ByCode;
  /** Tries to connect, or to enter a room, that did not succeed. */
  readonly refused: ByCode;
  /** Users who were told not to try again. */
  readonly ended: number;
  readonly left: number;
  readonly sent: number;
  readonly acked: number;
  /** Messages that were refused for good. */
  readonly failed: ByCode;
  /** Other people's messages, told live. */
  readonly delivered: number;
  /** The same, of what was said while they were away. */
  readonly caughtUp: number;
  /** Told again, of which a client shows nothing. */
  readonly repeated: number;
  /** Questions to the log because something was missing. */
  readonly gaps: number;
  /** Histories that could not be recovered. */
  readonly resyncs: number;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] extends ByCode ? Record<string, number> : Type[Key] };
type Numbers = { [Key in keyof Counts]: Counts[Key] extends number ? Key : never }[keyof Counts];
type Codes = Exclude<keyof Counts, Numbers>;

export const nothing = (): Mutable<Counts> => ({
  ...{ connected: 0, reconnected: 0, cut: {}, refused: {}, ended: 0, left: 0, sent: 0, acked: 0, failed: {} },
  ...{ delivered: 0, caughtUp: 0, repeated: 0, gaps: 0, resyncs: 0 },
});

/** The sum of several. */
export function sum(all: readonly Counts[]): Counts {
  const total = nothing();
  for (const counts of all) {
    for (const [name, value] of Object.entries(counts) as [keyof Counts, number | ByCode][]) {
      if (typeof value === "number") total[name as Numbers] += value;
      else for (const [code, times] of Object.entries(value)) addTo(total[name as Codes], code, times);
    }
  }
  return total;
}

export const totalOf = (byCode: ByCode): number => Object.values(byCode).reduce((sum, times) => sum + times, 0);

function addTo(byCode: Record<string, number>, code: string, times: number): void {
  byCode[code] = (byCode[code] ?? 0) + times;
}

/** What the users of one process notice, together. */
export class Notes {
  readonly counts = nothing();
  online = 0;
  #samples = emptySamples();

  count(name: Numbers, times = 1): void {
    this.counts[name] += times;
  }

  countCode(name: Codes, code: string): void {
    addTo(this.counts[name], code, 1);
  }

  /** In ms. */
  time(latency: Latency, ms: number): void {
    this.#samples[latency].push(ms);
  }

  /** What was timed since this was last asked. */
  takeSamples(): Samples {
    const taken = this.#samples;
    this.#samples = emptySamples();
    return taken;
  }
}

/** In ms. */
export type Samples = Readonly<Record<Latency, number[]>>;

const emptySamples = (): Samples => ({ connect: [], ack: [], delivery: [], recovery: [] });
