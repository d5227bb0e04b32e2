import { setTimeout } from "node:timers/promises";
import { HubbubError, type WireError } from "@hubbub/protocol";
import { within } from "@hubbub/tracing";
import type { CallLog } from "../call-log.ts";
import { callSchema, parse } from "../payloads.ts";
import { perform } from "../perform.ts";
import type { Call, Emitter } from "../types.ts";
import type { SourceMetrics } from "./metrics.ts";
import { backoff, type RetryRules, waitBeforeRetry } from "./retries.ts";
import type { Delivery, Ended, Source } from "./source.ts";

export interface IntakeParts<D extends Delivery> {
  readonly source: Source<D>;
  readonly emitter: Emitter;
  readonly calls: Pick<CallLog, "askedBy">;
  readonly metrics: SourceMetrics;
  readonly rules: RetryRules;
  readonly logger: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
  readonly now: () => number;
}

const lagEveryMs = 5_000;
/** Longer than a call may take. Nobody waits longer for a source that is away: what it has not settled comes again. */
const drainMs = 5_000;

/** Takes calls from a source and performs them, until it is stopped: each at least once, those of one lane in their order. */
export class Intake<D extends Delivery> {
  readonly #parts: IntakeParts<D>;
  readonly #stopping = new AbortController();
  #running = Promise.resolve();
  #isUp: boolean | undefined;
  #lagReadAt = Number.NEGATIVE_INFINITY;

  constructor(parts: IntakeParts<D>) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends what is under way, settles it, and leaves the rest to others. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const drained = new AbortController();
    await Promise.race([this.#running, setTimeout(drainMs, undefined, drained)]);
    drained.abort();
  }

  async #run(): Promise<void> {
    const { source, rules } = this.#parts;
    const { signal } = this.#stopping;
    let faults = 0;
    while (!signal.aborted) {
      try {
        const deliveries = await source.take(signal);
        this.#tell(true);
        await source.settle(await this.#work(deliveries));
        await this.#readLag();
        faults = 0;
      } catch (fault) {
        faults += 1;
        this.#tell(false, fault);
        await this.#pause(backoff(faults, rules.random));
      }
    }
    await source.close();
  }

  async #work(deliveries: readonly D[]): Promise<Ended<D>[]> {
    const lanes = new Map<string, Promise<void>>();
    const ended: Ended<D>[] = [];
    for (const delivery of deliveries) {
      const call = readCall(delivery, this.#parts.rules.tries);
      const lane = delivery.lane ?? laneOf(call);
      const turn = (lanes.get(lane) ?? Promise.resolve()).then(async () => {
        const end = await this.#perform(delivery, call);
        if (end) ended.push(end);
      });
      lanes.set(lane, turn);
    }
    await Promise.all(lanes.values());
    return ended;
  }

  /** Undefined when this is stopped before it came to an end. */
  async #perform(delivery: D, call: Call | HubbubError): Promise<Ended<D> | undefined> {
    const { metrics, rules, source } = this.#parts;
    for (let tries = 1; !this.#stopping.signal.aborted; tries += 1) {
      const failure = call instanceof HubbubError ? call.toWire() : await this.#attempt(call, delivery);
      if (failure === undefined) {
        metrics.consumed(source.name, "ok");
        return { delivery };
      }
      const wait = waitBeforeRetry(failure, tries, rules);
      if (wait === null || call instanceof HubbubError) return this.#giveUp(delivery, failure);
      metrics.retried(source.name);
      await this.#pause(wait);
    }
    return undefined;
  }

  /** What the call failed with, if it did. */
  async #attempt(call: Call, { place, trace }: D): Promise<WireError | undefined> {
    const { calls, emitter, source } = this.#parts;
    const asker = () => ({ source: source.name, place });
    try {
      await calls.askedBy(asker, () => within(trace, () => perform(emitter, call)));
      return undefined;
    } catch (error) {
      return asHubbubError(error).toWire();
    }
  }

  #giveUp(delivery: D, failure: WireError): Ended<D> {
    const { logger, metrics, source } = this.#parts;
    metrics.consumed(source.name, failure.code);
    logger.warn({ source: source.name, place: delivery.place, failure }, "a call goes to the dead letters");
    return { delivery, failure };
  }

  async #readLag(): Promise<void> {
    const { source, metrics, now } = this.#parts;
    if (now() - this.#lagReadAt < lagEveryMs) return;
    for (const [topic, deliveries] of await source.lag()) metrics.lag(source.name, topic, deliveries);
    this.#lagReadAt = now();
  }

  /** To the log once an outage. */
  #tell(isUp: boolean, fault?: unknown): void {
    const { logger, metrics, source } = this.#parts;
    metrics.isUp(source.name, isUp);
    if (this.#isUp === isUp) return;
    this.#isUp = isUp;
    if (isUp) logger.info({ source: source.name }, "taking calls");
    else logger.warn({ source: source.name, err: fault }, "no calls can be taken; trying again until they can");
  }

  async #pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, this.#stopping).catch(() => {});
  }
}

/** Why there is none, where there is none. Who was handed over so often without an end may be what ends the processes. */
function readCall(delivery: Delivery, tries: number): Call | HubbubError {
  try {
    if (delivery.deliveries > tries) throw new HubbubError("internal", `Handed out ${tries} times and never done.`);
    const call = parse(callSchema, delivery.read(), "call");
    const isDurable = call.verb === "announce" || call.verb === "message";
    return isDurable ? { ...call, idempotencyKey: call.idempotencyKey ?? delivery.key } : call;
  } catch (error) {
    return asHubbubError(error);
  }
}

function laneOf(call: Call | HubbubError): string {
  if (call instanceof HubbubError) return "";
  return JSON.stringify("room" in call ? call.room : "user" in call ? call.user : call.target);
}

const asHubbubError = (error: unknown): HubbubError =>
  error instanceof HubbubError ? error : new HubbubError("internal", "Something went wrong here.", { cause: error });
