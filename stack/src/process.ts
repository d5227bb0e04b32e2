import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { guard } from "./guardian.ts";

export interface ProcessOptions {
  /** What messages call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  /** Everything it prints is added here too. */
  readonly logFile?: string | undefined;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export const describeExit = ({ code, signal }: Exit): string => (signal === null ? `exit code ${code}` : signal);

const keptLines = 400;
const lastWords = 12;

/** A child in a process group of its own, which never outlives this process. */
export class ManagedProcess {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the child is gone, and with it the rest of its group. */
  readonly exited: Promise<Exit>;
  #child: ChildProcess;
  #lines: string[] = [];
  #listeners = new Set<(line: string) => void>();

  private constructor(name: string, child: ChildProcess, pid: number, logFile: string | undefined) {
    this.name = name;
    this.pid = pid;
    this.#child = child;
    const release = guard(pid);
    this.exited = new Promise(resolve => {
      child.once("exit", () => {
        signalGroup(pid, "SIGKILL");
        release();
      });
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
    this.#collect(logFile);
  }

  static async spawn({ name, command, args, env, cwd, logFile }: ProcessOptions): Promise<ManagedProcess> {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid !== undefined) return new ManagedProcess(name, child, child.pid, logFile);
    const [error] = await once(child, "error");
    throw new Error(`${name} could not be started: ${error}`);
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The last lines it printed. */
  logs(): string {
    return this.#lines.join("\n");
  }

  /** Resolves when a line that matches has been printed, before or after this call. */
  async line(pattern: RegExp): Promise<void> {
    if (!this.#lines.some(line => pattern.test(line))) await this.nextLines(pattern, 1);
  }

  /** Resolves when `count` matching lines have been printed after this call. */
  nextLines(pattern: RegExp, count: number): Promise<void> {
    return new Promise(resolve => {
      let missing = count;
      const listener = (line: string) => {
        if (!pattern.test(line)) return;
        missing -= 1;
        if (missing > 0) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  /** Waits for `ready`; rejects when the process ends first or `timeoutMs` pass, with its last words. */
  async until(ready: Promise<unknown>, timeoutMs = 60_000): Promise<void> {
    ready.catch(() => {});
    const failure = (what: string) => new Error([`${this.name} ${what}.`, ...this.#lines.slice(-lastWords)].join("\n"));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(failure(`was not ready after ${timeoutMs / 1000} s`)), timeoutMs);
    });
    const gone = this.exited.then(exit => Promise.reject(failure(`ended before it was ready (${describeExit(exit)})`)));
    try {
      await Promise.race([ready, gone, late]);
    } finally {
      clearTimeout(timer);
      gone.catch(() => {});
    }
  }

  /** SIGTERM, and SIGKILL when that did not end it within `graceMs`. */
  async stop(graceMs = 25_000): Promise<Exit> {
    this.tell("SIGTERM");
    this.signal("SIGCONT");
    const timer = setTimeout(() => this.signal("SIGKILL"), graceMs);
    const exit = await this.exited;
    clearTimeout(timer);
    return exit;
  }

  /** SIGKILL, as a crash would end it. */
  kill(): Promise<Exit> {
    this.signal("SIGKILL");
    return this.exited;
  }

  /** To the process itself, which passes on to its own children what they need to know. */
  tell(signal: NodeJS.Signals): void {
    if (this.running) this.#child.kill(signal);
  }

  /** To its whole group. */
  signal(signal: NodeJS.Signals): void {
    if (this.running) signalGroup(this.pid, signal);
  }

  #collect(logFile: string | undefined): void {
    const file = logFile === undefined ? undefined : createWriteStream(logFile, { flags: "a" });
    // A full disk must not end the process that watches over the others.
    file?.on("error", () => {});
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", line => {
        this.#lines.push(line);
        if (this.#lines.length > keptLines) this.#lines.shift();
        for (const listener of this.#listeners) listener(line);
        file?.write(`${line}\n`);
      });
    }
    void this.exited.then(() => file?.end());
  }
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // All of it is gone already.
  }
}
