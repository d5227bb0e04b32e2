import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "@hubbub/stack";
import { writeConfig } from "./config.ts";
import { type Load, startLoad } from "./load.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";

/** Time in rules and alerts runs so many times as fast: five minutes are three seconds. */
const speed = 100;

/** Three replicas take 33, two 22. */
const people = 18;

const env = {
  SCRYPT_COST: "10",
  LOG_LEVEL: "warn",
  MAX_CONNECTIONS: "11",
  JOB_STREAM: "on",
  PRESENCE_LEASE_MS: "3000",
  PRESENCE_BEAT_MS: "500",
  PRESENCE_GRACE_MS: "1000",
  POSITION_TICK_MS: "1000",
};

/** The product under load, and what watches it. */
export interface World {
  readonly stack: Stack;
  readonly load: Load;
  readonly prometheus: Prometheus;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-monitoring-"));
  await mkdir(join(dir, "prometheus"));
  const closing: (() => Promise<void>)[] = [() => rm(dir, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const stack = await startStack({ dir, replicas: 3, env });
    closing.push(() => stack.stop());
    const targets = {
      "hubbub-server": stack.replicas.map(({ ports }) => `127.0.0.1:${ports.http}`),
      "hubbub-emitter": [new URL(stack.emitter.url).host],
    };
    const config = await writeConfig(join(dir, "prometheus"), targets, speed);
    const prometheus = await startPrometheus(config, join(dir, "prometheus"));
    closing.push(() => prometheus.stop());
    const load = await startLoad(stack, people);
    closing.push(() => load.stop());
    return { stack, load, prometheus, close };
  } catch (error) {
    await close();
    throw error;
  }
}
