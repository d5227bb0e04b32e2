import { runBatch } from "../batch.ts";
import type { CallLog } from "../call-log.ts";
import type { Emitter } from "../types.ts";
import type { Metrics, Verb } from "./metrics.ts";

/** The same emitter, counted and logged. Every source of calls goes through one of these. */
export function observed(emitter: Emitter, metrics: Metrics, calls: CallLog): Emitter {
  const observe = <Value extends object>(verb: Verb, call: () => Promise<Value>): Promise<Value> =>
    metrics.observe(verb, () => calls.told(verb, call));
  const counted: Emitter = {
    announce: (...call) => observe("announce", () => emitter.announce(...call)),
    message: (...call) => observe("message", () => emitter.message(...call)),
    notify: (...call) => observe("notify", () => emitter.notify(...call)),
    disconnect: (...call) => observe("disconnect", () => emitter.disconnect(...call)),
    join: (...call) => observe("join", () => emitter.join(...call)),
    leave: (...call) => observe("leave", () => emitter.leave(...call)),
    presence: (...call) => observe("presence", () => emitter.presence(...call)),
    history: (...call) => observe("history", () => emitter.history(...call)),
    batch: (...batch) => runBatch(counted, ...batch),
    isReady: () => emitter.isReady(),
    close: () => emitter.close(),
  };
  return counted;
}
