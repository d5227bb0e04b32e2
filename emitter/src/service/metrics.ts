import { HubbubError } from "@hubbub/protocol";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Emitter } from "../types.ts";

export type Verb = "announce" | "message" | "notify";

export interface Metrics {
  readonly registry: Registry;
  /** Runs a verb and counts how it ended: `ok`, or the code of the refusal. */
  observe<Value>(verb: Verb, work: () => Promise<Value>): Promise<Value>;
  /** A message is in the log, but its broadcast failed. */
  broadcastFailed(): void;
}

export function createMetrics(isReady: () => boolean): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const receipts = new Counter({
    name: "hubbub_emitter_receipts_total",
    help: "Calls by verb and result: ok, or the code of the error.",
    labelNames: ["verb", "result"],
    registers,
  });
  const seconds = new Histogram({
    name: "hubbub_emitter_seconds",
    help: "From a call to its receipt, or to its refusal.",
    labelNames: ["verb"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const failures = new Counter({
    name: "hubbub_emitter_broadcast_failures_total",
    help: "Durable messages that the log has and whose broadcast failed.",
    registers,
  });
  new Gauge({
    name: "hubbub_emitter_redis_up",
    help: "1 while Redis answers.",
    registers,
    collect() {
      this.set(isReady() ? 1 : 0);
    },
  });
  return {
    registry,
    async observe(verb, work) {
      const stop = seconds.startTimer({ verb });
      let result = "ok";
      try {
        return await work();
      } catch (error) {
        result = error instanceof HubbubError ? error.code : "internal";
        throw error;
      } finally {
        stop();
        receipts.inc({ verb, result });
      }
    },
    broadcastFailed: () => failures.inc(),
  };
}

/** The same emitter, counted. Every source of calls goes through one of these. */
export function observed(emitter: Emitter, metrics: Metrics): Emitter {
  return {
    ...emitter,
    announce: (...call) => metrics.observe("announce", () => emitter.announce(...call)),
    message: (...call) => metrics.observe("message", () => emitter.message(...call)),
    notify: (...call) => metrics.observe("notify", () => emitter.notify(...call)),
  };
}
