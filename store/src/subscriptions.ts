import type { Command } from "ioredis";

const subscribes = /^[ps]?subscribe$/;
const unsubscribes = /^[ps]?unsubscribe$/;

/** What a connection has subscribed to, and what of that is not effective yet. */
export class Subscriptions {
  readonly #wanted = new Map<string, Set<string>>();
  /** What was asked for and is not answered yet, by channel. */
  readonly #pending = new Map<string, Promise<unknown>>();

  /** The channels by the command that subscribes to them. */
  get wanted(): Iterable<readonly [name: string, channels: ReadonlySet<string>]> {
    return this.#wanted;
  }

  /** Whether the last that was asked about the channel was to hear it. */
  wants(name: string, channel: string): boolean {
    return this.#wanted.get(name)?.has(channel) ?? false;
  }

  /** A command was sent; `answer` is its reply. */
  sent({ name, args }: Command, answer: Promise<unknown>): void {
    const channels = args.map(String);
    if (subscribes.test(name)) {
      const known = this.#wanted.get(name) ?? new Set();
      for (const channel of channels) known.add(channel);
      this.#wanted.set(name, known);
      this.#await(channels, answer);
    } else if (unsubscribes.test(name)) {
      const known = this.#wanted.get(name.replace("unsub", "sub"));
      for (const channel of channels) known?.delete(channel);
    }
  }

  /**
   * Resolves when the subscriptions to these channels that are under way are effective. One that fails counts, too:
   * it becomes effective when everything is up again, and then all heads are looked at anew.
   */
  async effective(channels: readonly string[]): Promise<void> {
    await Promise.allSettled(channels.map(channel => this.#pending.get(channel)));
  }

  #await(channels: readonly string[], answer: Promise<unknown>): void {
    const settle = () => {
      for (const channel of channels) {
        if (this.#pending.get(channel) === answer) this.#pending.delete(channel);
      }
    };
    for (const channel of channels) this.#pending.set(channel, answer);
    answer.then(settle, settle);
  }
}
