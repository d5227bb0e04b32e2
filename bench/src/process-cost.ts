import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"]));
const pageBytes = Number(execFileSync("getconf", ["PAGESIZE"]));

/** Time that these processes have spent on a processor, user and system, in ms. Linux only. */
export const cpuMs = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + ticksOf(pid), 0) * (1_000 / ticksPerSecond);

/** Their resident memory, in bytes. */
export const residentBytes = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + Number(read(pid, "statm").split(" ")[1]) * pageBytes, 0);

/** The fields of /proc/<pid>/stat behind the command's name, which may hold anything. */
function ticksOf(pid: number): number {
  const fields = read(pid, "stat")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

const read = (pid: number, file: string): string => readFileSync(`/proc/${pid}/${file}`, "utf8");
