import { setTimeout as delay } from "node:timers/promises";

/** Asks again and again until there is no fault any more; rejects with the last one. */
export async function until(fault: () => Promise<string | null>, seconds = 40): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await fault();
    if (found === null) return;
    if (performance.now() > end) throw new Error(`After ${seconds} s: ${found}`);
    await delay(200);
  }
}
