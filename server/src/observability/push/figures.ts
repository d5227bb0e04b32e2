import type { Registry } from "prom-client";
import { type Buckets, quantileBetween } from "./quantile.ts";

/** One number for a service that keeps no histograms. */
export interface Figure {
  readonly name: string;
  readonly unit: "Count" | "Seconds" | "Bytes" | "None";
  readonly value: number;
}

/** What is asked of the process and not of its metrics: to read these would begin them anew for Prometheus, too. */
export interface ProcessFigures {
  /** 99 % of the delays of the event loop since the last call are at most so many seconds. */
  readonly eventLoopLag: () => number;
  /** Resident, in bytes. */
  readonly memory: () => number;
}

const counters = [
  ["Connects", "connects_total"],
  ["Disconnects", "disconnects_total"],
  ["MessagesAccepted", "messages_accepted_total"],
  ["MessagesDelivered", "messages_delivered_total"],
] as const;

const quantiles = [
  ["AckP50", "ack_seconds", 0.5],
  ["AckP99", "ack_seconds", 0.99],
  ["DeliveryP99", "delivery_seconds", 0.99],
] as const;

/** A histogram has its buckets in the series whose names end in `_bucket`. */
interface Series {
  readonly value: number;
  readonly labels: Partial<Record<string, string | number>>;
  readonly metricName?: string;
}

interface Reading {
  readonly counts: ReadonlyMap<string, number>;
  readonly buckets: ReadonlyMap<string, Buckets>;
}

/** The main figures of a replica. Counts and quantiles are of the time since the last that were settled. */
export class Figures {
  readonly #registry: Registry;
  readonly #process: ProcessFigures;
  #settled: Reading = { counts: new Map(), buckets: new Map() };

  constructor(registry: Registry, process: ProcessFigures) {
    this.#registry = registry;
    this.#process = process;
  }

  /** Call `settle` when they arrived: else the next ones tell of this time, too. */
  async take(): Promise<{ figures: Figure[]; settle: () => void }> {
    const before = this.#settled;
    const now = await this.#readAll();
    const figures: Figure[] = [
      { name: "Connections", unit: "Count", value: await this.#sum("connections") },
      { name: "RedisUp", unit: "None", value: await this.#sum("redis_up") },
      { name: "EventLoopLagP99", unit: "Seconds", value: this.#process.eventLoopLag() },
      { name: "Memory", unit: "Bytes", value: this.#process.memory() },
    ];
    for (const [name, metric] of counters) {
      const value = (now.counts.get(metric) ?? 0) - (before.counts.get(metric) ?? 0);
      figures.push({ name, unit: "Count", value });
    }
    for (const [name, metric, part] of quantiles) {
      const value = quantileBetween(before.buckets.get(metric) ?? none, now.buckets.get(metric) ?? none, part);
      if (value !== null) figures.push({ name, unit: "Seconds", value });
    }
    const settle = () => {
      this.#settled = now;
    };
    return { figures, settle };
  }

  async #readAll(): Promise<Reading> {
    const counts = new Map<string, number>();
    const buckets = new Map<string, Buckets>();
    for (const [, metric] of counters) counts.set(metric, await this.#sum(metric));
    for (const [, metric] of quantiles) buckets.set(metric, await this.#buckets(metric));
    return { counts, buckets };
  }

  async #series(metric: string): Promise<readonly Series[]> {
    return (await this.#registry.getSingleMetric(`hubbub_${metric}`)?.get())?.values ?? [];
  }

  async #sum(metric: string): Promise<number> {
    return (await this.#series(metric)).reduce((sum, { value }) => sum + value, 0);
  }

  /** Of all label values together. */
  async #buckets(metric: string): Promise<Buckets> {
    const buckets = new Map<number, number>();
    for (const { metricName, labels, value } of await this.#series(metric)) {
      if (!metricName?.endsWith("_bucket")) continue;
      const bound = labels.le === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels.le);
      buckets.set(bound, (buckets.get(bound) ?? 0) + value);
    }
    return buckets;
  }
}

const none: Buckets = new Map();
