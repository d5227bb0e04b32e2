import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram, rootDir } from "@hubbub/stack";

const run = promisify(execFile);

/** A command that prints the objects of the folder that is named after it, as YAML. */
export type Kustomize = readonly [program: string, verb: string];

/** Where `npm test` builds one when the machine has none. */
export const kustomizeDir = join(rootDir, ".cache/kustomize");

/** Version 5, by itself or in a kubectl; null where there is none. */
export async function findKustomize(): Promise<Kustomize | null> {
  for (const program of [findProgram("kustomize", "KUSTOMIZE"), join(kustomizeDir, "kustomize")]) {
    if (program !== undefined && (await prints(/^v5\./, program, "version"))) return [program, "build"];
  }
  const kubectl = findProgram("kubectl", "KUBECTL");
  const hasIt = kubectl !== undefined && (await prints(/^Kustomize Version: v5\./m, kubectl, "version", "--client"));
  return hasIt ? [kubectl, "kustomize"] : null;
}

const prints = (pattern: RegExp, program: string, ...args: string[]): Promise<boolean> =>
  run(program, args).then(
    ({ stdout }) => pattern.test(stdout),
    () => false,
  );

/** Rejects with what kustomize says. */
export async function render([program, verb]: Kustomize, dir: string): Promise<string> {
  const { stdout } = await run(program, [verb, dir], { maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}
