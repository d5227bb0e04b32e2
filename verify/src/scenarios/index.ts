import type { Scenario } from "../scenario.ts";
import { clientScenarios } from "./clients.ts";
import { replicaScenarios } from "./replicas.ts";

export const scenarios: readonly Scenario[] = [...clientScenarios, ...replicaScenarios];
