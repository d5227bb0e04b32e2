import type { Clock } from "../domain/clock.ts";

/** Resolves when the work is over, however it ends, or after `ms`; says whether it succeeded in time. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const cancel = clock.after(ms, () => resolve(false));
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => false,
      ),
      late,
    ]);
  } finally {
    cancel();
  }
}
