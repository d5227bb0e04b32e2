import { setTimeout as delay } from "node:timers/promises";
import { describeExit, type Part } from "@hubbub/stack";

const longestWaitMs = 10_000;
/** A part that lived for so long is tried again at once. */
const healthyMs = 60_000;

/** Starts a part again whenever it ends, with growing waits, until `stopping` aborts. */
export async function supervise(part: Part, stopping: AbortSignal): Promise<void> {
  for (let failures = 0; ; ) {
    const since = Date.now();
    const exit = await part.exited;
    if (stopping.aborted) return;
    failures = Date.now() - since > healthyMs ? 0 : failures;
    const wait = failures === 0 ? 0 : Math.min(longestWaitMs, 250 * 2 ** failures);
    console.log(`${part.name} ended (${describeExit(exit)}); starting it again${wait ? ` in ${wait / 1000} s` : ""} …`);
    failures += 1;
    try {
      await delay(wait, undefined, { signal: stopping });
      await part.restart();
      console.log(`${part.name} is back.`);
    } catch (error) {
      if (stopping.aborted) return;
      console.error(error instanceof Error ? error.message : error);
    }
  }
}
