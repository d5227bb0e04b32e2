import { setTimeout as delay } from "node:timers/promises";

/** Time that a fault lasts, or until it comes. Nothing else may wait like this. */
export const pause = (ms: number): Promise<void> => delay(ms);

/** Whether `work` was done within `ms`; its rejection is passed on. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects with what was waited for when it does not come within `ms`. */
export async function inTime(ms: number, what: string, work: Promise<unknown>): Promise<void> {
  if (!(await within(ms, work))) throw new Error(`Waited ${ms} ms in vain for ${what}.`);
}
