import { Client, type Counts } from "./client.ts";
import { dialects } from "./dialects.ts";
import type { CrowdOptions, Orders, Tally } from "./orders.ts";

/** How many of a crowd enter at a time, and how many share one timed client. */
const atTheDoor = 100;
const timedOf = 25;
const tickMs = 4;

/** Many clients in one process, that cost it as little as can be. */
export class Crowd implements Orders {
  readonly #counts: Counts = { sent: 0, acked: 0, delivered: 0, ackMs: [], deliveryMs: [] };
  #clients: Client[] = [];
  #speakers: Client[] = [];
  #speaking: NodeJS.Timeout | undefined;

  async enter({ dialect, ports, size, tokens }: CrowdOptions): Promise<void> {
    this.#clients = Array.from({ length: size }, (_, index) => {
      const port = ports[index % ports.length] ?? 0;
      const token = tokens[index % tokens.length] ?? null;
      return new Client(dialects[dialect], port, token, this.#counts, index % timedOf === 0);
    });
    this.#speakers = this.#clients.slice(0, tokens.length);
    await this.#enterAll();
  }

  speak(perSecond: number): void {
    const began = performance.now();
    let spoken = 0;
    this.#speaking = setInterval(() => {
      const due = Math.floor(((performance.now() - began) * perSecond) / 1_000);
      for (; spoken < due; spoken += 1) this.#speakers[spoken % this.#speakers.length]?.speak();
    }, tickMs);
  }

  hush(): void {
    clearInterval(this.#speaking);
  }

  countAnew(): void {
    Object.assign(this.#counts, { sent: 0, acked: 0, delivered: 0, ackMs: [], deliveryMs: [] });
  }

  tally(): Tally {
    return this.#counts;
  }

  scatter(): void {
    for (const client of this.#clients) client.drop();
  }

  async comeBack(): Promise<readonly number[]> {
    await this.#enterAll();
    return this.#clients.map(({ guest }) => guest.missed);
  }

  leave(): void {
    this.hush();
    this.scatter();
    this.#clients = [];
    this.countAnew();
  }

  async #enterAll(): Promise<void> {
    const waiting = this.#clients.values();
    const enterInTurn = async () => {
      for (const client of waiting) await client.enter();
    };
    await Promise.all(Array.from({ length: atTheDoor }, enterInTurn));
  }
}
