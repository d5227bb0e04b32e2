import { spawn } from "node:child_process";
import { once } from "node:events";

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What becomes of what it prints. Default: it is shown. */
  readonly output?: "shown" | "kept" | "shown and kept";
  /** Asks it to end with SIGINT, as ctrl-C does: Playwright leaves what it started when it gets SIGTERM. */
  readonly signal?: AbortSignal | undefined;
}

export interface Outcome {
  readonly code: number;
  /** What it printed, when that is kept. */
  readonly output: string;
}

/** A command run to its end. Never rejects: one that is not there ends with 127. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { cwd, env, output: wanted = "shown", signal } = options;
  const stream = wanted === "shown" ? "inherit" : "pipe";
  // What is shown through a pipe is as colourful as on a terminal.
  const colours = wanted === "shown and kept" && process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...colours, ...env },
    stdio: ["ignore", stream, stream],
  });
  let output = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      if (wanted === "shown and kept") to.write(chunk);
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
