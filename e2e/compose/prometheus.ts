import { setTimeout as delay } from "node:timers/promises";

/** Resolves when the Prometheus at `port` of this machine scrapes `count` of a job; rejects after half a minute. */
export async function untilSeen(port: number, job: string, count: number): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    const seen = await seenAt(port, job);
    if (seen === count) return;
    if (performance.now() > end) throw new Error(`Prometheus sees ${seen} of ${job}.`);
    await delay(500);
  }
}

async function seenAt(port: number, job: string): Promise<number> {
  const query = new URLSearchParams({ query: `count(up{job="${job}"} == 1) or vector(0)` });
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?${query}`);
  const { data } = (await answer.json()) as { data: { result: readonly { value: readonly [number, string] }[] } };
  return Number(data.result[0]?.value[1]);
}
