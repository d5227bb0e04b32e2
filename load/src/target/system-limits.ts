import { readFileSync } from "node:fs";

/** What a process of ours may need beside its connections. */
const spare = 200;

export interface SystemLimits {
  /** How many files, and so connections, a process may have open; Node has raised it as far as it may. */
  readonly openFiles: number;
  /** How many connections may leave one address for the same target. */
  readonly ports: number;
}

/** As Linux tells them; elsewhere what is usual. */
export function systemLimits(read = (file: string): string => readFileSync(file, "utf8")): SystemLimits {
  try {
    const [, files = "0"] = /^Max open files\s+(\d+)/m.exec(read("/proc/self/limits")) ?? [];
    const [first = 0, last = 0] = read("/proc/sys/net/ipv4/ip_local_port_range").trim().split(/\s+/).map(Number);
    return { openFiles: Number(files) || 1_000_000, ports: last - first + 1 };
  } catch {
    return { openFiles: 10_000, ports: 16_000 };
  }
}

/** Half of the cores, for the others are the target's; more where a process may not have that many files open. */
export const usualWorkers = (users: number, cores: number, { openFiles }: SystemLimits): number =>
  Math.max(1, Math.floor(cores / 2), Math.ceil(users / Math.max(1, openFiles - spare)));

/** What stands in the way of so many in each process; null where nothing does. */
export function tooFewFiles(usersPerWorker: number, { openFiles }: SystemLimits): string | null {
  if (usersPerWorker + spare <= openFiles) return null;
  return `A process may have ${openFiles} files open, and ${usersPerWorker} users need ${usersPerWorker + spare}: raise that with "ulimit -n ${usersPerWorker + spare}", or take more --workers.`;
}
