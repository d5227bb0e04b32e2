import { join } from "node:path";
import { ManagedProcess, type Redis } from "@hubbub/stack";
import type { Pace } from "../peers/pace.ts";
import { cpuMs } from "./process-cost.ts";

export const jobNames = ["emitter", "floor"] as const;

export type JobName = (typeof jobNames)[number];

export interface JobSample extends Pace {
  readonly redisCpuMs: number;
}

/** One process that says as much as goes through, alone with Redis. */
export async function measureJob(name: JobName, redis: Redis): Promise<JobSample> {
  const args = [join(import.meta.dirname, `../peers/${name}.ts`)];
  const env = { PORT: "0", REDIS_URL: redis.url };
  const before = cpuMs([redis.pid]);
  const job = await ManagedProcess.spawn({ name, command: process.execPath, args, env });
  const { code } = await job.exited;
  const pace = /^\{.*\}$/m.exec(job.logs())?.[0];
  if (code !== 0 || pace === undefined) throw new Error(`The job ${name} ended early.\n${job.logs()}`);
  return { ...(JSON.parse(pace) as Pace), redisCpuMs: cpuMs([redis.pid]) - before };
}
