import type { Meter } from "./meter.ts";

export interface ReplicaState {
  readonly isReady: () => boolean;
  readonly isRedisUp: () => boolean;
}

/** What is looked up when somebody asks. Until there is something to look at, all of it is 0. */
export function stateMetrics(meter: Meter) {
  let state: ReplicaState | undefined;
  meter.gauge("ready", "1 while connections are taken", () => Number(state?.isReady() ?? false));
  meter.gauge("redis_up", "1 while Redis serves and subscriptions are effective", () =>
    Number(state?.isRedisUp() ?? false),
  );
  return {
    watch(watched: ReplicaState): void {
      state = watched;
    },
  };
}
