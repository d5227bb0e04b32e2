import { Counter, Gauge, type Registry } from "prom-client";

export interface SourceMetrics {
  /** `result` is `ok`, or the code of what it failed with for good. */
  consumed(source: string, result: string): void;
  retried(source: string): void;
  isUp(source: string, up: boolean): void;
  lag(source: string, topic: string, deliveries: number): void;
}

export function createSourceMetrics(registry: Registry): SourceMetrics {
  const registers = [registry];
  const consumed = new Counter({
    name: "hubbub_emitter_source_consumed_total",
    help: "Calls that a source will not hand over again, by result: ok, or the code of the error.",
    labelNames: ["source", "result"],
    registers,
  });
  const deadLetters = new Counter({
    name: "hubbub_emitter_source_dead_letters_total",
    help: "Calls that were given up and put to the dead letters.",
    labelNames: ["source"],
    registers,
  });
  const retries = new Counter({
    name: "hubbub_emitter_source_retries_total",
    help: "Tries of a call after one that failed for now.",
    labelNames: ["source"],
    registers,
  });
  const up = new Gauge({
    name: "hubbub_emitter_source_up",
    help: "1 while calls can be taken from the source.",
    labelNames: ["source"],
    registers,
  });
  const lag = new Gauge({
    name: "hubbub_emitter_source_lag",
    help: "Calls in the source that are not done yet.",
    labelNames: ["source", "topic"],
    registers,
  });
  return {
    consumed(source, result) {
      consumed.inc({ source, result });
      if (result !== "ok") deadLetters.inc({ source });
    },
    retried: source => retries.inc({ source }),
    isUp(source, isUp) {
      up.set({ source }, isUp ? 1 : 0);
      // There from the start, so that the first of them is an increase.
      for (const counter of [deadLetters, retries]) counter.inc({ source }, 0);
    },
    lag: (source, topic, deliveries) => lag.set({ source, topic }, deliveries),
  };
}
