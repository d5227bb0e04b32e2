import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Seconds, from 1 ms (Redis near by) to 10 s (beyond any timeout). */
export const secondsBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** Makes the metrics of one replica. One registry each, so that replicas can share a process. */
export class Meter {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: "hubbub_" });
  }

  counter(name: string, help: string): Counter {
    return this.#counter(name, help, []);
  }

  /** One counter for each value of a label; `known` ones are there from the start, at 0. */
  counterBy<Value extends string>(
    label: string,
    name: string,
    help: string,
    known: Iterable<Value>,
  ): (value: Value) => Counter.Internal {
    const counter = this.#counter(name, help, [label]);
    const by = each((value: Value) => counter.labels(value));
    for (const value of known) by(value).inc(0);
    return by;
  }

  counterByBoth(
    labels: [string, string],
    name: string,
    help: string,
  ): (one: string, other: string) => Counter.Internal {
    const counter = this.#counter(name, help, labels);
    const by = each((one: string) => each((other: string) => counter.labels(one, other)));
    return (one, other) => by(one)(other);
  }

  histogram(name: string, help: string, buckets = secondsBuckets): Histogram {
    return this.#histogram(name, help, [], buckets);
  }

  histogramBy(label: string, name: string, help: string): (value: string) => Histogram.Internal<string> {
    const histogram = this.#histogram(name, help, [label], secondsBuckets);
    return each(value => histogram.labels(value));
  }

  histogramByAll<Label extends string>(labels: Label[], name: string, help: string): Histogram<Label> {
    return this.#histogram(name, help, labels, secondsBuckets);
  }

  /** With `read` it is looked up when somebody asks. */
  gauge(name: string, help: string, read?: () => number): Gauge {
    const options = { name: `hubbub_${name}`, help, registers: [this.registry] };
    if (read === undefined) return new Gauge(options);
    return new Gauge({
      ...options,
      collect() {
        this.set(read());
      },
    });
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `hubbub_${name}`, help, labelNames, registers: [this.registry] });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    buckets: number[],
  ): Histogram<Label> {
    return new Histogram({ name: `hubbub_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }
}

/** Remembers what was made for each value, so that to count costs no labels. */
function each<Value, Child>(make: (value: Value) => Child): (value: Value) => Child {
  const made = new Map<Value, Child>();
  return value => {
    const known = made.get(value);
    if (known !== undefined) return known;
    const child = make(value);
    made.set(value, child);
    return child;
  };
}
