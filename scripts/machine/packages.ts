import { join } from "node:path";
import { findProgram } from "@hubbub/stack";
import { run } from "./run.ts";

/** How this machine installs software. */
export interface PackageManager {
  readonly name: "apt-get" | "brew";
  /** False when it failed; it says itself why. No service runs afterwards that was not there before. */
  install(packages: readonly string[], signal?: AbortSignal): Promise<boolean>;
}

/** The package manager that this user may use here, if there is one. */
export async function packageManager(): Promise<PackageManager | null> {
  if (findProgram("apt-get") !== undefined) {
    const root = await becomeRoot();
    return (
      root && {
        name: "apt-get",
        install: (packages, signal) => succeeds([...root, "sh", aptInstall, ...packages], signal),
      }
    );
  }
  const brew = findProgram("brew");
  // brew starts a service only when it is asked to.
  if (brew === undefined) return null;
  return { name: "brew", install: (packages, signal) => succeeds([brew, "install", ...packages], signal) };
}

const aptInstall = join(import.meta.dirname, "apt-install.sh");

/** What goes before a command to run it as root; null when that cannot be. */
async function becomeRoot(): Promise<string[] | null> {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram("sudo");
  if (sudo === undefined) return null;
  if ((await run(sudo, ["-n", "true"], { output: "kept" })).code === 0) return [sudo, "-n"];
  // Somebody is there who can be asked for the password.
  return process.stdin.isTTY ? [sudo] : null;
}

async function succeeds([command = "sh", ...args]: readonly string[], signal?: AbortSignal): Promise<boolean> {
  return (await run(command, args, { signal })).code === 0;
}
