import { runBatch } from "../batch.ts";
import type { Emitter } from "../types.ts";
import type { Metrics } from "./metrics.ts";

/** The same emitter, counted. Every source of calls goes through one of these. */
export function observed(emitter: Emitter, metrics: Metrics): Emitter {
  const counted: Emitter = {
    announce: (...call) => metrics.observe("announce", () => emitter.announce(...call)),
    message: (...call) => metrics.observe("message", () => emitter.message(...call)),
    notify: (...call) => metrics.observe("notify", () => emitter.notify(...call)),
    disconnect: (...call) => metrics.observe("disconnect", () => emitter.disconnect(...call)),
    join: (...call) => metrics.observe("join", () => emitter.join(...call)),
    leave: (...call) => metrics.observe("leave", () => emitter.leave(...call)),
    presence: (...call) => metrics.observe("presence", () => emitter.presence(...call)),
    history: (...call) => metrics.observe("history", () => emitter.history(...call)),
    batch: (...batch) => runBatch(counted, ...batch),
    isReady: () => emitter.isReady(),
    close: () => emitter.close(),
  };
  return counted;
}
