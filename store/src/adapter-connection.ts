import { Cluster, Redis } from "ioredis";
import { type Observe, unobserved } from "./observing.ts";
import { Subscriptions } from "./subscriptions.ts";

type OnFault = (fault: unknown) => void;

/**
 * A connection for the Socket.IO adapter and emitter, which drop the promises of what they send.
 * A command that fails is told to `onFault` instead of ending the process, and what was once
 * subscribed to is subscribed to again at every (re)connect, even where the first try failed.
 */
export type AdapterConnection = AdapterRedis | AdapterCluster;

/** To one server. */
export class AdapterRedis extends Redis {
  readonly #subscriptions = new Subscriptions();
  #observe: Observe = unobserved;
  #onFault: OnFault | undefined;

  override sendCommand(...[command, ...rest]: Parameters<Redis["sendCommand"]>): unknown {
    this.#observe(command);
    const answer = Promise.resolve(super.sendCommand(command, ...rest));
    this.#subscriptions.sent(command, answer);
    answer.catch(fault => this.#onFault?.(fault));
    return answer;
  }

  observedBy(observe: Observe): this {
    this.#observe = observe;
    return this;
  }

  onFault(report: OnFault): this {
    this.#onFault = report;
    return this;
  }

  /** Sends all subscriptions; resolves when they are effective. */
  async subscribeAgain(): Promise<void> {
    for (const [name, channels] of this.#subscriptions.wanted) {
      if (channels.size > 0) await this.call(name, ...channels);
    }
  }

  /** Resolves when what was subscribed to of these channels is effective: see {@link Subscriptions}. */
  hears(channels: readonly string[]): Promise<void> {
    return this.#subscriptions.effective(channels);
  }
}

const subscribeLaterMs = 500;

/**
 * To a cluster. Each channel of the sharded adapter is at the master of its slot. While that one is lost the others
 * serve, and the connection as a whole stays up: so each subscription is tried again by itself.
 */
export class AdapterCluster extends Cluster {
  readonly #subscriptions = new Subscriptions();
  #observe: Observe = unobserved;
  #onFault: OnFault | undefined;

  override sendCommand(...[command, ...rest]: Parameters<Cluster["sendCommand"]>): unknown {
    this.#observe(command);
    const answer = Promise.resolve(super.sendCommand(command, ...rest));
    this.#subscriptions.sent(command, answer);
    answer.catch(fault => {
      // Thousands of channels may wait for one master: only its loss is told, by the cluster itself.
      if (command.name === "ssubscribe") this.#subscribeLater(command.args.map(String));
      else this.#onFault?.(fault);
    });
    return answer;
  }

  observedBy(observe: Observe): this {
    this.#observe = observe;
    return this;
  }

  onFault(report: OnFault): this {
    this.#onFault = report;
    return this;
  }

  async subscribeAgain(): Promise<void> {
    for (const [name, channels] of this.#subscriptions.wanted) {
      if (name === "ssubscribe") await Promise.all([...channels].map(channel => this.ssubscribe(channel)));
      else if (channels.size > 0) await this.call(name, ...channels);
    }
  }

  hears(channels: readonly string[]): Promise<void> {
    return this.#subscriptions.effective(channels);
  }

  #subscribeLater(channels: readonly string[]): void {
    setTimeout(() => {
      if (this.status === "end") return;
      for (const channel of channels) {
        // One that fails is tried again where the command is sent.
        if (this.#subscriptions.wants("ssubscribe", channel)) this.ssubscribe(channel).catch(() => {});
      }
    }, subscribeLaterMs).unref();
  }
}
