import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Registry } from "prom-client";
import type { Clock } from "../../domain/clock.ts";
import type { OutageLogger } from "../../lifecycle/repeating.ts";
import { openCloudWatch } from "./cloudwatch.ts";
import { Figures } from "./figures.ts";
import { Pusher } from "./pusher.ts";

interface Deps {
  readonly cloudWatchNamespace: string | null;
  readonly replica: string;
  readonly clock: Clock;
  readonly logger: OutageLogger;
}

/** Null where the configuration names nowhere to push to. */
export function openPusher(registry: Registry, deps: Deps): Pusher | null {
  const { cloudWatchNamespace: namespace, replica } = deps;
  if (namespace === null) return null;
  const figures = new Figures(registry, { eventLoopLag: watchEventLoop(), memory: () => process.memoryUsage.rss() });
  return new Pusher({ ...deps, figures, open: () => openCloudWatch(namespace, replica) });
}

function watchEventLoop(): () => number {
  const delays = monitorEventLoopDelay();
  delays.enable();
  return () => {
    const seconds = delays.percentile(99) / 1e9;
    delays.reset();
    return seconds;
  };
}
