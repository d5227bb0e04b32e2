import { spawn } from "node:child_process";
import { once } from "node:events";

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Keeps what it prints for the caller instead of showing it. */
  readonly quiet?: boolean;
  /** Asks it to end with SIGINT, as ctrl-C does: Playwright leaves what it started when it gets SIGTERM. */
  readonly signal?: AbortSignal | undefined;
}

export interface Outcome {
  readonly code: number;
  /** What it printed, when `quiet`. */
  readonly output: string;
}

/** A command run to its end. Never rejects: one that is not there ends with 127. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { cwd, env, quiet = false, signal } = options;
  const shown = quiet ? "pipe" : "inherit";
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", shown, shown] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const end = () => child.kill("SIGINT");
  signal?.addEventListener("abort", end);
  try {
    const [code] = await once(child, "close");
    return { code: code ?? 1, output };
  } catch (error) {
    return { code: 127, output: String(error) };
  } finally {
    signal?.removeEventListener("abort", end);
  }
}
