import { randomBytes } from "node:crypto";
import { availableParallelism, platform } from "node:os";
import { dirname, join } from "node:path";
import { type Credentials, keptPassword, readKey, takesKey } from "./accounts/accounts.ts";
import type { CrowdPlan } from "./crew/orders.ts";
import { type LoadOptions, UsageError } from "./options.ts";
import { checkAddresses, readAddresses, usualAddresses } from "./target/addresses.ts";
import { checkTarget, dialled, isLoopback } from "./target/check-target.ts";
import { findReplicas } from "./target/replicas.ts";
import { systemLimits, tooFewFiles, usualWorkers } from "./target/system-limits.ts";

export interface Prepared {
  readonly workers: number;
  readonly replicas: readonly string[];
  readonly plan: Omit<CrowdPlan, "worker" | "workers">;
}

/** Looks at all that can stand in the way, before anybody connects. Rejects with a sentence. */
export async function prepare(options: LoadOptions): Promise<Prepared> {
  const address = await checkTarget(options.url, options.remote);
  const replicas = await findReplicas(options.metrics);
  for (const replica of replicas) await checkTarget(replica, options.remote);
  const system = systemLimits();
  const addresses =
    options.addresses === null
      ? usualAddresses(options.users, isLoopback(address), platform())
      : readAddresses(options.addresses);
  await checkAddresses(addresses, options.users, system.ports);
  const workers = options.workers ?? usualWorkers(options.users, availableParallelism(), system);
  const tooFew = tooFewFiles(Math.ceil(options.users / workers), system);
  if (tooFew !== null) throw new UsageError(tooFew);
  const url = dialled(options.url, address);
  const credentials = await findCredentials(url, options);
  return { workers, replicas, plan: { ...options, url, addresses, credentials, run: randomBytes(3).toString("hex") } };
}

async function findCredentials(url: string, { secretsDir, signUp, shape }: LoadOptions): Promise<Credentials> {
  const key = signUp ? null : await readKey(secretsDir);
  const isTaken = await takesKey(url, key, shape).catch(() => {
    throw new UsageError(`${url} does not answer. Is Hubbub started (npm start)?`);
  });
  return isTaken && key !== null
    ? { key }
    : { password: await keptPassword(join(dirname(secretsDir), "load-password")) };
}
