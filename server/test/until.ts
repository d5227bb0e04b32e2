import { setTimeout as delay } from "node:timers/promises";

/** Resolves as soon as the condition holds; fails with what was waited for. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string | (() => string),
  ms = 30_000,
): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) {
      throw new Error(`Waited ${ms} ms in vain for ${typeof what === "string" ? what : what()}`);
    }
    await delay(10);
  }
}
