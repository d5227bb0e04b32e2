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
  readonly cwd?: string;
  /** Everything it prints is written here too. The file begins anew. */
  readonly logFile?: string | undefined;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const keptLines = 400;

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

  static async spawn(options: ProcessOptions): Promise<ManagedProcess> {
    const { name, command, args, env, cwd, logFile } = options;
    const child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    const failed = once(child, "error").then(([error]) => Promise.reject(error));
    if (child.pid === undefined) return failed;
    failed.catch(() => {});
    return new ManagedProcess(name, child, child.pid, logFile);
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The last lines it printed. */
  logs(): string {
    return this.#lines.join("\n");
  }

  /** Resolves with the first line, printed before or after this call, that matches. */
  line(pattern: RegExp): Promise<string> {
    const known = this.#lines.find(line => pattern.test(line));
    if (known !== undefined) return Promise.resolve(known);
    return new Promise(resolve => {
      const listener = (line: string) => {
        if (!pattern.test(line)) return;
        this.#listeners.delete(listener);
        resolve(line);
      };
      this.#listeners.add(listener);
    });
  }

  /** Waits for `ready`; rejects when the process ends first or `timeoutMs` pass, with its last words. */
  async until<Value>(ready: Promise<Value>, timeoutMs = 30_000): Promise<Value> {
    const abort = new AbortController();
    const failure = (reason: string) => new Error(`${this.name} ${reason}.\n${this.#lines.slice(-15).join("\n")}`);
    const late = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(failure(`was not ready after ${timeoutMs / 1000} s`)), timeoutMs);
      abort.signal.addEventListener("abort", () => clearTimeout(timer));
    });
    const gone = this.exited.then(exit => Promise.reject(failure(`ended at once (${describeExit(exit)})`)));
    try {
      return await Promise.race([ready, gone, late]);
    } finally {
      abort.abort();
    }
  }

  /** SIGTERM, and SIGKILL when that did not end it within `graceMs`. */
  async stop(graceMs = 15_000): Promise<Exit> {
    this.#signal("SIGTERM");
    this.resume();
    const timer = setTimeout(() => this.#signalGroup("SIGKILL"), graceMs);
    const exit = await this.exited;
    clearTimeout(timer);
    return exit;
  }

  /** SIGKILL, as a crash of the machine would end it. */
  kill(): Promise<Exit> {
    this.#signalGroup("SIGKILL");
    return this.exited;
  }

  /** SIGSTOP: alive for the network, but silent. */
  pause(): void {
    this.#signalGroup("SIGSTOP");
  }

  resume(): void {
    this.#signalGroup("SIGCONT");
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.running) this.#child.kill(signal);
  }

  #signalGroup(signal: NodeJS.Signals): void {
    if (this.running) signalGroup(this.pid, signal);
  }

  #collect(logFile: string | undefined): void {
    const file = logFile === undefined ? undefined : createWriteStream(logFile);
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

export const describeExit = ({ code, signal }: Exit): string => (signal === null ? `exit code ${code}` : signal);
