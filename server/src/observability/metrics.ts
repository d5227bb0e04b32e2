import type { ErrorCode, RequestName } from "@hubbub/protocol";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Telemetry } from "../domain/telemetry.ts";

/** Seconds, from 1 ms (Redis near by) to 10 s (beyond any timeout). */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** Why Socket.IO says that a connection closed; anything else counts as `other`. */
const closeReasons = new Set([
  "transport close",
  "transport error",
  "ping timeout",
  "parse error",
  "forced close",
  "forced server close",
  "server shutting down",
  "server namespace disconnect",
  "client namespace disconnect",
]);

/** What a replica counts, for Prometheus. One registry each, so that replicas can share a process. */
export class Metrics implements Telemetry {
  readonly #registry = new Registry();
  readonly #connections = this.#gauge("connections", "Open connections");
  readonly #connects = this.#counter("connects_total", "Connections opened");
  readonly #disconnects = this.#counter("disconnects_total", "Connections closed", ["reason"]);
  readonly #slowReaders = this.#counter("slow_readers_total", "Connections ended because their clients did not read");
  readonly #refusals = this.#counter("connects_refused_total", "CONNECTs refused", ["code"]);
  readonly #requests = this.#counter("requests_total", "Requests of connections, by outcome", ["request", "code"]);
  readonly #acks = this.#histogram("ack_seconds", "From a request to its ack", ["request"]);
  readonly #broadcasts = this.#counter("broadcasts_total", "Packets of messages sent to a room");
  readonly #broadcastMessages = this.#counter("broadcast_messages_total", "Messages in those packets");
  readonly #recoveries = this.#counter("recoveries_total", "Histories asked for from a position", ["result"]);
  readonly #presenceChanges = this.#counter("presence_changes_total", "Comings and goings told to rooms");
  readonly #sweeps = this.#counter("sweeps_total", "Dead replicas swept");
  readonly #http = this.#histogram("http_seconds", "Duration of HTTP requests", ["method", "route", "status"]);

  constructor() {
    collectDefaultMetrics({ register: this.#registry, prefix: "hubbub_" });
  }

  connectionOpened(): void {
    this.#connections.inc();
    this.#connects.inc();
  }

  connectionClosed(reason: string): void {
    this.#connections.dec();
    this.#disconnects.inc({ reason: closeReasons.has(reason) ? reason : "other" });
  }

  slowReader(): void {
    this.#slowReaders.inc();
  }

  connectionRefused(code: ErrorCode): void {
    this.#refusals.inc({ code });
  }

  answered(request: RequestName | "unknown", code: ErrorCode | null, seconds: number): void {
    this.#requests.inc({ request, code: code ?? "ok" });
    this.#acks.observe({ request }, seconds);
  }

  broadcast(messages: number): void {
    this.#broadcasts.inc();
    this.#broadcastMessages.inc(messages);
  }

  recovered(result: "tail" | "resync"): void {
    this.#recoveries.inc({ result });
  }

  presenceChanged(changes: number): void {
    this.#presenceChanges.inc(changes);
  }

  swept(replicas: number): void {
    this.#sweeps.inc(replicas);
  }

  /** `route` is the pattern that matched, never the path that was asked for. */
  httpAnswered(method: string, route: string, status: number, seconds: number): void {
    this.#http.observe({ method, route, status }, seconds);
  }

  /** All of it as Prometheus reads it, with its content type. */
  async exposition(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name: `hubbub_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name: `hubbub_${name}`, help, registers: [this.#registry] });
  }

  #histogram<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
    return new Histogram({ name: `hubbub_${name}`, help, labelNames, buckets, registers: [this.#registry] });
  }
}
