import { setTimeout as delay } from "node:timers/promises";

const pollMs = 50;

/** Resolves when `url` answers with a status of 2xx, or with any; asks again until `signal` aborts. */
export async function answersHttp(url: string, signal: AbortSignal, wanted: "ok" | "any" = "ok"): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(url, { signal });
      await response.body?.cancel();
      if (response.ok || wanted === "any") return;
    } catch {
      signal.throwIfAborted();
    }
    await delay(pollMs, undefined, { signal });
  }
}
