import type { Clock } from "../domain/clock.ts";

interface Drainable {
  /** Resolves when all that was asked through it is answered. */
  idle(): Promise<void>;
  closeTransport(): void;
}

interface Deps {
  readonly connections: Iterable<Drainable>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** From the first to the last batch, at most. */
  readonly longestMs: number;
}

/** What others take in beside their work, so that nobody waits for long at the next door. */
const perSecond = 100;
const batchEveryMs = 100;

/**
 * Sends everybody elsewhere: in batches with jitter, so that the other replicas do not get all of them at once,
 * and each connection after its last ack. Resolves when all of them are told to go.
 */
export async function drainConnections({ connections, clock, random, longestMs }: Deps): Promise<void> {
  const all = [...connections];
  const spreadMs = Math.min(longestMs, (all.length * 1_000) / perSecond);
  const batches = Math.max(1, Math.round(spreadMs / batchEveryMs));
  const size = Math.max(1, Math.ceil(all.length / batches));
  const farewells: Promise<void>[] = [];
  for (let first = 0; first < all.length; first += size) {
    if (first > 0) await pause(clock, (spreadMs / batches) * (0.5 + random()));
    for (const connection of all.slice(first, first + size)) {
      farewells.push(connection.idle().then(() => connection.closeTransport()));
    }
  }
  await Promise.all(farewells);
}

export const pause = (clock: Clock, ms: number): Promise<void> => new Promise(resolve => void clock.after(ms, resolve));
