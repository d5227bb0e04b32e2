import { type ErrorCode, HubbubError } from "@hubbub/protocol";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AuthFailure } from "./keys/identify.ts";
import type { Verb } from "./keys/scope.ts";

export type { Verb };

/** Tells how a call ended. */
export type End = (result: "ok" | ErrorCode) => void;

/** Seconds, from 1 ms (Redis near by) to 10 s (beyond the patience of any call); those of a replica. */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** What the service counts, for Prometheus. */
export class Metrics {
  readonly registry = new Registry();
  readonly #receipts = this.#counter("receipts_total", "Calls by result: ok, or the code of the error", [
    "verb",
    "result",
  ]);
  readonly #seconds = this.#histogram("seconds", "From a call to its receipt, or to its refusal", ["verb"]);
  readonly #inFlight = this.#gauge("in_flight", "Calls that have begun and have not ended", ["verb"]);
  readonly #http = this.#histogram("http_seconds", "Duration of HTTP requests", ["method", "route", "status"]);
  readonly #lines = this.#counter("batch_refused_total", "Calls of batches that reached no verb", ["code"]);
  readonly #auth = this.#counter("auth_failures_total", "Requests whose API key was missing, unknown or too narrow", [
    "reason",
  ]);
  readonly #limited = this.#counter("rate_limited_total", "Calls that came too fast, by key", ["key"]);
  readonly #broadcasts = this.#counter(
    "broadcast_failures_total",
    "Durable messages that the log has and whose broadcast failed",
    [],
  );

  readonly #commands = this.#histogram("redis_command_seconds", "From a command to the answer of Redis", ["command"]);
  readonly #commandFailures = this.#counter("redis_command_failures_total", "Commands of Redis that failed", ["code"]);

  constructor(isReady: () => boolean) {
    collectDefaultMetrics({ register: this.registry, prefix: "hubbub_emitter_" });
    new Gauge({
      name: "hubbub_emitter_redis_up",
      help: "1 while Redis answers.",
      registers: [this.registry],
      collect() {
        this.set(isReady() ? 1 : 0);
      },
    });
  }

  /** A call has begun; it ends when the result is called. */
  begin(verb: Verb): End {
    const stop = this.#seconds.startTimer({ verb });
    this.#inFlight.inc({ verb });
    return result => {
      stop();
      this.#inFlight.dec({ verb });
      this.#receipts.inc({ verb, result });
    };
  }

  async observe<Value>(verb: Verb, work: () => Promise<Value>): Promise<Value> {
    const end = this.begin(verb);
    try {
      const value = await work();
      end("ok");
      return value;
    } catch (error) {
      end(error instanceof HubbubError ? error.code : "internal");
      throw error;
    }
  }

  /** `route` is the pattern that matched, never the path that was asked for. */
  httpAnswered(method: string, route: string, status: number, seconds: number): void {
    this.#http.observe({ method, route, status }, seconds);
  }

  batchRefused(code: ErrorCode): void {
    this.#lines.inc({ code });
  }

  authFailed(reason: AuthFailure): void {
    this.#auth.inc({ reason });
  }

  rateLimited(key: string): void {
    this.#limited.inc({ key });
  }

  /** A message is in the log, but its broadcast failed. */
  broadcastFailed(): void {
    this.#broadcasts.inc();
  }

  /** For the store to tell, which keeps the names of commands bounded. */
  get commands() {
    return {
      answered: (command: string, seconds: number) => this.#commands.observe({ command }, seconds),
      failed: (code: ErrorCode) => this.#commandFailures.inc({ code }),
    };
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `hubbub_emitter_${name}`, help, labelNames, registers: [this.registry] });
  }

  #gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name: `hubbub_emitter_${name}`, help, labelNames, registers: [this.registry] });
  }

  #histogram<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
    return new Histogram({ name: `hubbub_emitter_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }
}
