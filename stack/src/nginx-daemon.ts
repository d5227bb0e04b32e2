import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { guard } from "./guardian.ts";
import { type NginxOptions, prepareNginx, workers } from "./nginx.ts";
import { answersHttp } from "./readiness.ts";

const pollMs = 20;
const patienceMs = 30_000;

/**
 * nginx in the background, as a service runs it: only so it lets another binary take over while it works (one that is the
 * child of whoever started it ignores USR2). All its masters and workers are one process group, which never outlives this
 * process.
 */
export class NginxDaemon {
  readonly url: string;
  readonly #pidFile: string;
  readonly #logFile: string;
  readonly #group: number;
  readonly #release: () => void;

  private constructor(url: string, files: { readonly pid: string; readonly log: string }, group: number) {
    this.url = url;
    this.#pidFile = files.pid;
    this.#logFile = files.log;
    this.#group = group;
    this.#release = guard(group);
  }

  /** Resolves when it answers. */
  static async start(options: NginxOptions): Promise<NginxDaemon> {
    const { command, args, dir, url } = await prepareNginx(options);
    const files = { pid: join(dir, "nginx.pid"), log: options.logFile ?? join(dir, "nginx.log") };
    const log = await open(files.log, "a");
    const child = spawn(command, [...args, "-g", "daemon on;"], { stdio: ["ignore", "ignore", log.fd] });
    const [code] = await once(child, "exit").finally(() => log.close());
    if (code !== 0) throw new Error(`nginx ended with ${code}:\n${await readFile(files.log, "utf8")}`);
    const daemon = new NginxDaemon(url, files, await pidIn(files.pid, 0));
    await answersHttp(url, AbortSignal.timeout(patienceMs), "any");
    return daemon;
  }

  /** The master that new connections go to. */
  get master(): Promise<number> {
    return pidIn(this.#pidFile, 0);
  }

  /**
   * The binary that is installed takes over. Resolves with the master of the one before, which ends when the last of its
   * connections does.
   */
  async upgrade(): Promise<number> {
    const old = await this.master;
    process.kill(old, "SIGUSR2");
    await pidIn(this.#pidFile, old);
    await answersHttp(this.url, AbortSignal.timeout(patienceMs), "any");
    const leaving = await this.#leaving();
    process.kill(old, "SIGWINCH");
    await until(async () => (await this.#leaving()) >= leaving + workers);
    process.kill(old, "SIGQUIT");
    return old;
  }

  /** Ends a master and its workers without waiting for their connections. */
  async end(master: number): Promise<void> {
    process.kill(master, "SIGTERM");
    await until(() => !isThere(master));
  }

  /** Nothing of it is left. */
  async stop(): Promise<void> {
    if (isThere(-this.#group)) process.kill(-this.#group, "SIGKILL");
    await until(() => !isThere(-this.#group));
    this.#release();
  }

  /** How many workers have ever taken no more connections. */
  async #leaving(): Promise<number> {
    return (await readFile(this.#logFile, "utf8")).split("gracefully shutting down").length - 1;
  }
}

/** When the file names a process that is not `other`. */
async function pidIn(file: string, other: number): Promise<number> {
  let pid = 0;
  await until(async () => {
    pid = Number(await readFile(file, "utf8").catch(() => ""));
    return pid !== 0 && pid !== other;
  });
  return pid;
}

/** A process, or where it is negative a group. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  while (!(await isSo())) await delay(pollMs, undefined, { signal });
}
