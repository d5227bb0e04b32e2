import { findProgram } from "@hubbub/stack";
import { packageManager } from "./packages.ts";

export interface Program {
  readonly name: string;
  /** The environment variable that may name its path. */
  readonly variable: string;
  /** Its package, by package manager. */
  readonly packages: { readonly "apt-get": string; readonly brew: string };
}

export const redisServer: Program = {
  name: "redis-server",
  variable: "REDIS_SERVER",
  packages: { "apt-get": "redis-server", brew: "redis" },
};

export const nginx: Program = { name: "nginx", variable: "NGINX", packages: { "apt-get": "nginx", brew: "nginx" } };

/** Makes the certificates of tests. */
export const openssl: Program = {
  name: "openssl",
  variable: "OPENSSL",
  packages: { "apt-get": "openssl", brew: "openssl" },
};

/** With its promtool. */
export const prometheus: Program = {
  name: "prometheus",
  variable: "PROMETHEUS",
  packages: { "apt-get": "prometheus", brew: "prometheus" },
};

/** Carries a Kafka for tests; see stack/src/kafka-mock.ts. */
export const kcat: Program = { name: "kcat", variable: "KCAT", packages: { "apt-get": "kcat", brew: "kcat" } };

const isMissing = ({ name, variable }: Program): boolean => findProgram(name, variable) === undefined;

/** Finds the programs or installs them; else rejects with what is missing and how to get it. */
export async function ensurePrograms(programs: readonly Program[], signal?: AbortSignal): Promise<void> {
  const missing = programs.filter(isMissing);
  for (const { variable } of missing) {
    const path = process.env[variable];
    if (path) throw new Error(`${variable} names ${path}, which is no program that this user may run.`);
  }
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(" and ");
  const manager = await packageManager();
  if (manager === null)
    throw new Error(`${names}: not found here, and not to be installed by this user. ${advice(missing)}`);
  console.log(`Installing ${names} with ${manager.name} …`);
  await manager.install(
    missing.map(({ packages }) => packages[manager.name]),
    signal,
  );
  signal?.throwIfAborted();
  const still = missing.filter(isMissing);
  if (still.length === 0) return;
  throw new Error(`${still.map(({ name }) => name).join(" and ")} could not be installed. ${advice(still)}`);
}

function advice(programs: readonly Program[]): string {
  const install = (manager: "apt-get" | "brew") => programs.map(({ packages }) => packages[manager]).join(" ");
  const variables = programs.map(({ variable }) => variable).join(" and ");
  return `Install it with "sudo apt-get install ${install("apt-get")}" or "brew install ${install("brew")}", or name its path in ${variables}.`;
}
