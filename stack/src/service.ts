import { join } from "node:path";
import { type Part, startPart } from "./part.ts";
import { rootDir } from "./paths.ts";
import { answersHttp } from "./readiness.ts";

/** What every process of the checkout needs to know. */
export interface ServiceOptions {
  readonly redisUrl: string;
  readonly keyPrefix: string;
  readonly secretsDir: string;
  /** Further settings, by the names of `.env.example`. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** `alive` does not wait for Redis. Default: `ready`. */
  readonly waitUntil?: "ready" | "alive" | undefined;
  readonly logFile?: string | undefined;
}

export interface Service extends Part {
  /** Resolves when `/readyz` says so. */
  ready(): Promise<void>;
}

export interface EntryPoint<Facts> {
  readonly name: string;
  /** Relative to the checkout. */
  readonly script: string;
  readonly ports: readonly number[];
  /** Where it answers `/healthz` and `/readyz`. */
  readonly probed: string;
  /** Asked for at each start. */
  readonly env: () => Readonly<Record<string, string>>;
  readonly facts: Facts;
}

/** An entry point of the checkout, run by the Node that runs this. */
export async function startService<Facts extends object>(
  { name, script, ports, probed, env, facts }: EntryPoint<Facts>,
  options: ServiceOptions,
): Promise<Service & Readonly<Facts>> {
  const answers = (path: string) => (_: unknown, signal: AbortSignal) => answersHttp(`${probed}${path}`, signal);
  const part = await startPart(
    {
      name,
      command: process.execPath,
      args: [join(rootDir, script)],
      cwd: rootDir,
      env: () => ({
        REDIS_URL: options.redisUrl,
        KEY_PREFIX: options.keyPrefix,
        SECRETS_DIR: options.secretsDir,
        ...env(),
        ...options.env,
      }),
      ports,
      logFile: options.logFile,
      ready: answers(options.waitUntil === "alive" ? "/healthz" : "/readyz"),
    },
    facts,
  );
  return Object.assign(part, { ready: () => part.until(answers("/readyz")) });
}
