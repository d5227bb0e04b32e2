import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Redis, startRedis } from "@hubbub/stack";
import { type JobName, type JobSample, jobNames, measureJob } from "./jobs.ts";
import { Crew } from "./load/crew.ts";
import type { DialectName } from "./load/dialects.ts";
import {
  type IdleSample,
  type LoadSample,
  measureIdle,
  measureLoad,
  measureStorm,
  type StormSample,
} from "./measure.ts";
import type { Plan } from "./plan.ts";
import { type System, startHubbub, startPeer } from "./systems.ts";

/** What one system showed, round by round. */
export interface Samples {
  readonly idle: IdleSample[];
  readonly storms: StormSample[];
  readonly loads: LoadSample[];
}

export interface Results extends Readonly<Record<DialectName, Samples>> {
  /** One a round. */
  readonly jobs: Readonly<Record<JobName, JobSample[]>>;
}

type Tell = (system: DialectName | JobName, what: string, sample: object) => void;

/** Measures all systems in turn, in an order that changes from round to round. `tell` hears of each sample. */
export async function run(plan: Plan, signal: AbortSignal, tell: Tell): Promise<Results> {
  const jobs = { emitter: [], floor: [] };
  const results: Results = { hubbub: nothing(), stock: nothing(), raw: nothing(), jobs };
  await withSystems(plan, signal, async (systems, redis, crew) => {
    for (const system of systems) {
      const idle = await measureIdle(system, crew, plan.idleConnections);
      results[system.name].idle.push(idle);
      tell(system.name, "idle", idle);
    }
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const perSecond of plan.perSecond) {
        for (const system of turned(systems, round)) {
          const load = await measureLoad(system, crew, redis.pid, { ...plan.load, perSecond });
          results[system.name].loads.push(load);
          tell(system.name, "load", load);
        }
      }
      for (let storms = 0; storms < plan.storms; storms += 1) {
        for (const system of turned(systems, round + storms)) {
          const storm = await measureStorm(system, crew, plan.stormClients);
          results[system.name].storms.push(storm);
          tell(system.name, "storm", storm);
        }
      }
      await measureJobs(results, redis, round, tell);
    }
  });
  return results;
}

async function measureJobs({ jobs }: Results, redis: Redis, round: number, tell: Tell): Promise<void> {
  for (const name of turned(jobNames, round)) {
    const sample = await measureJob(name, redis);
    jobs[name].push(sample);
    tell(name, "jobs", sample);
  }
}

const nothing = (): Samples => ({ idle: [], storms: [], loads: [] });

const turned = <Item>(items: readonly Item[], by: number): Item[] => [
  ...items.slice(by % items.length),
  ...items.slice(0, by % items.length),
];

/** One Redis, two servers of each system, and the workers; nothing of it is left afterwards. */
async function withSystems(
  { workers }: Plan,
  signal: AbortSignal,
  use: (systems: readonly System[], redis: Redis, crew: Crew) => Promise<void>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-bench-"));
  const redis = await startRedis({ dir });
  const crew = new Crew(workers);
  const systems: System[] = [];
  const aborted = once(signal, "abort").then(() => signal.throwIfAborted());
  try {
    systems.push(await startHubbub(redis, join(dir, "secrets")));
    systems.push(await startPeer("stock", redis));
    systems.push(await startPeer("raw", redis));
    await Promise.race([use(systems, redis, crew), aborted]);
  } finally {
    crew.stop();
    for (const system of systems) await system.stop();
    await redis.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
