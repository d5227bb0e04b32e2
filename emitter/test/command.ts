import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../bin/hubbub-emit.mjs", import.meta.url));

/** Runs `hubbub-emit` as a shell would. */
export async function hubbubEmit(args: readonly string[], options: { env?: NodeJS.ProcessEnv; stdin?: string } = {}) {
  const child = spawn(process.execPath, [launcher, ...args], { env: { ...process.env, ...options.env } });
  child.stdin.end(options.stdin ?? "");
  const [out, err, code] = await Promise.all([
    child.stdout.setEncoding("utf8").toArray(),
    child.stderr.setEncoding("utf8").toArray(),
    new Promise<number | null>(resolve => child.once("close", resolve)),
  ]);
  return { code, out: out.join(""), err: err.join("") };
}
