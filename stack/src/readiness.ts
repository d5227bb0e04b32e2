import { setTimeout as delay } from "node:timers/promises";

const pollMs = 50;

/** Resolves when `url` answers with a status below 400; asks again until `signal` aborts. */
export async function answersHttp(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(url, { signal });
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      signal.throwIfAborted();
    }
    await delay(pollMs, undefined, { signal });
  }
}
