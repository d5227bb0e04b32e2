import { rm } from "node:fs/promises";
import { checkPort } from "./ports.ts";
import { type Exit, ManagedProcess, type ProcessOptions } from "./process.ts";

export interface PartOptions extends Omit<ProcessOptions, "env"> {
  /** Added to this process's own environment, asked for at each start. */
  readonly env?: () => Readonly<Record<string, string>>;
  /** What it listens on: looked at before it starts, so that a taken one is named. */
  readonly ports: readonly number[];
  /** The addresses of `ports`. Default: 127.0.0.1. */
  readonly hosts?: readonly string[];
  /** A directory that goes with it when it is stopped. */
  readonly scratchDir?: string | undefined;
  /** Resolves when the process does its work. */
  readonly ready: (process: ManagedProcess, signal: AbortSignal) => Promise<unknown>;
}

/** One process of a stack, that can be ended in several ways and started again as it was. */
export class Part {
  readonly name: string;
  #options: PartOptions;
  #process: ManagedProcess | undefined;
  #wanted = false;

  constructor(options: PartOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Of the process that runs now; a restart has another. */
  get pid(): number {
    return this.#current.pid;
  }

  get exited(): Promise<Exit> {
    return this.#current.exited;
  }

  logs(): string {
    return this.#current.logs();
  }

  /** Resolves when it is ready. When it does not become so, nothing of it is left. */
  async start(): Promise<void> {
    this.#wanted = true;
    const { ports, hosts = ["127.0.0.1"], env } = this.#options;
    for (const port of ports) {
      for (const host of hosts) await checkPort(port, this.name, host);
    }
    if (!this.#wanted) throw new Error(`${this.name} was stopped before it started.`);
    this.#process = await ManagedProcess.spawn({ ...this.#options, env: env?.() });
    try {
      await this.until(this.#options.ready);
    } catch (error) {
      await this.#process.kill();
      throw error;
    }
  }

  /** Waits for something that the running process does; rejects with its last words when it ends before. */
  async until(ready: (process: ManagedProcess, signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const abort = new AbortController();
    try {
      await this.#current.until(ready(this.#current, abort.signal));
    } finally {
      abort.abort();
    }
  }

  /** SIGTERM; resolves when it is gone, by SIGKILL after a while. */
  async stop(): Promise<void> {
    this.#wanted = false;
    await this.#process?.stop();
    const { scratchDir } = this.#options;
    if (scratchDir !== undefined) await rm(scratchDir, { recursive: true, force: true });
  }

  /** SIGKILL, as a crash would end it. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  async restart(): Promise<void> {
    await this.#process?.stop();
    await this.start();
  }

  /** Alive for the network, but silent, until `resume`. */
  pause(): void {
    this.#current.signal("SIGSTOP");
  }

  resume(): void {
    this.#current.signal("SIGCONT");
  }

  signal(signal: NodeJS.Signals): void {
    this.#current.signal(signal);
  }

  get #current(): ManagedProcess {
    if (this.#process === undefined) throw new Error(`${this.name} has not been started.`);
    return this.#process;
  }
}

/** A part, started, with what others need to know of it. */
export async function startPart<Facts extends object>(
  options: PartOptions,
  facts: Facts,
): Promise<Part & Readonly<Facts>> {
  const part = Object.assign(new Part(options), facts);
  await part.start();
  return part;
}
