import type { Scenario } from "../scenario.ts";
import { availabilityScenarios } from "./availability.ts";
import { balanceScenarios } from "./balance.ts";
import { changes } from "./changes.ts";
import { clientScenarios } from "./clients.ts";
import { emitterBatchScenarios } from "./emitter-batches.ts";
import { garbageScenarios } from "./garbage.ts";
import { jobScenarios } from "./jobs.ts";
import { lineScenarios } from "./lines.ts";
import { membershipScenarios } from "./membership.ts";
import { mixedScenarios } from "./mixed.ts";
import { networkScenarios } from "./network.ts";
import { nginxScenarios } from "./nginx.ts";
import { presenceScenarios } from "./presence.ts";
import { presenceCost } from "./presence-cost.ts";
import { redisScenarios } from "./redis.ts";
import { replicaScenarios } from "./replicas.ts";
import { redisRestored } from "./restored.ts";
import { retryScenarios } from "./retries.ts";

/** All that can happen, by what it happens to. */
export const scenarios: readonly Scenario[] = [
  ...lineScenarios,
  ...clientScenarios,
  ...retryScenarios,
  changes,
  ...membershipScenarios,
  ...replicaScenarios,
  ...redisScenarios,
  redisRestored,
  ...availabilityScenarios,
  ...networkScenarios,
  ...nginxScenarios,
  ...balanceScenarios,
  ...garbageScenarios,
  ...jobScenarios,
  ...emitterBatchScenarios,
  ...presenceScenarios,
  presenceCost,
  ...mixedScenarios,
];
