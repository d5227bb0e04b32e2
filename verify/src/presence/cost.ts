import { commandRedis } from "@hubbub/stack";
import type { RawDevice } from "../raw-device.ts";

/** How many commands a Redis has taken since it was started, those within scripts among them. */
export async function commandsOf(port: number): Promise<number> {
  const stats = await commandRedis(port, "INFO commandstats");
  return [...stats.matchAll(/:calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0);
}

/** Presence packets of one room, as somebody is told them. */
export class PacketCount {
  #times: number[] = [];

  constructor({ socket }: RawDevice, room: string) {
    socket.on("presence:diff", diff => {
      if (diff.room === room) this.#times.push(performance.now());
    });
  }

  get count(): number {
    return this.#times.length;
  }

  /** The most in any ten seconds, by the second. */
  get mostPerSecond(): number {
    const within = (from: number) => this.#times.filter(at => at >= from && at < from + 10_000).length;
    return Math.max(0, ...this.#times.map(within)) / 10;
  }

  reset(): void {
    this.#times = [];
  }
}
