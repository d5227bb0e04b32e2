import { type Command, Redis } from "ioredis";

type SendCommand = Parameters<Redis["sendCommand"]>;

const subscribes = /^[ps]?subscribe$/;
const unsubscribes = /^[ps]?unsubscribe$/;

/**
 * A connection for the Socket.IO adapter and emitter, which drop the promises of what they send.
 * A command that fails is told to `onFault` instead of ending the process, and what was once
 * subscribed to is subscribed to again at every (re)connect, even where the first try failed.
 */
export class AdapterConnection extends Redis {
  readonly #subscriptions = new Map<string, Set<string>>();
  /** What was asked for and is not answered yet, by channel. */
  readonly #pending = new Map<string, Promise<unknown>>();
  #onFault: ((fault: unknown) => void) | undefined;

  override sendCommand(...[command, stream]: SendCommand): unknown {
    this.#remember(command);
    const answer = Promise.resolve(super.sendCommand(command, stream));
    if (subscribes.test(command.name)) this.#await(command, answer);
    answer.catch(fault => this.#onFault?.(fault));
    return answer;
  }

  onFault(report: (fault: unknown) => void): this {
    this.#onFault = report;
    return this;
  }

  /** Sends all subscriptions; resolves when they are effective. */
  async subscribeAgain(): Promise<void> {
    for (const [name, channels] of this.#subscriptions) {
      if (channels.size > 0) await this.call(name, ...channels);
    }
  }

  /**
   * Resolves when the subscriptions to these channels that are under way are effective. One that fails counts, too:
   * it becomes effective when everything is up again, and then all heads are looked at anew.
   */
  async hears(channels: readonly string[]): Promise<void> {
    await Promise.allSettled(channels.map(channel => this.#pending.get(channel)));
  }

  #await({ args }: Command, answer: Promise<unknown>): void {
    const channels = args.map(String);
    const settle = () => {
      for (const channel of channels) {
        if (this.#pending.get(channel) === answer) this.#pending.delete(channel);
      }
    };
    for (const channel of channels) this.#pending.set(channel, answer);
    answer.then(settle, settle);
  }

  #remember({ name, args }: Command): void {
    const channels = args.map(String);
    if (subscribes.test(name)) {
      const known = this.#subscriptions.get(name) ?? new Set();
      for (const channel of channels) known.add(channel);
      this.#subscriptions.set(name, known);
    } else if (unsubscribes.test(name)) {
      const known = this.#subscriptions.get(name.replace("unsub", "sub"));
      for (const channel of channels) known?.delete(channel);
    }
  }
}
