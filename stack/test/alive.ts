import { setTimeout as delay } from "node:timers/promises";

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when there is no such process; the time limit is the test's. */
export async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(10);
}
