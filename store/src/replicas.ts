import type { Keys } from "./keys.ts";
import type { Presence, PresenceChange } from "./presence.ts";
import type { RedisLink } from "./redis.ts";
import { fromEntry } from "./registration.ts";

export interface LeaseRules {
  readonly replica: string;
  /** How long a replica is taken for alive after a beat. */
  readonly leaseMs: number;
}

/** Connections that one step of a sweep undoes. */
const batch = 100;

/**
 * The leases of all replicas. A replica whose lease is over is swept by one survivor, who holds a claim while it does.
 * If that one dies as well, its claim runs out and the next goes on. As long as a sweep is unfinished, the beats of the
 * swept one, should it come back, say that it is unknown: so it registers its connections once more after the end.
 */
export class Replicas {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #presence: Presence;
  readonly #rules: LeaseRules;

  constructor(redis: RedisLink, keys: Keys, presence: Presence, rules: LeaseRules) {
    this.#redis = redis;
    this.#keys = keys;
    this.#presence = presence;
    this.#rules = rules;
  }

  /** Renews the lease; false when it was not held until now, so that everything must be registered (again). */
  async beat(): Promise<boolean> {
    const { replica, leaseMs } = this.#rules;
    const { leases, sweeps } = this.#keys;
    return (await this.#redis.run(commands => commands.renewLease(leases, sweeps, replica, leaseMs))) === 1;
  }

  /** Undoes the connections of replicas whose lease is over; their users were last seen `at`. */
  async sweep(at: number): Promise<PresenceChange[]> {
    const changes: PresenceChange[] = [];
    for (let dead = await this.#claim(); dead !== null; dead = await this.#claim()) {
      changes.push(...(await this.#undoAll(dead, at)));
    }
    return changes;
  }

  /** Gives the lease back. What is still registered is left to a survivor, to be swept at once. */
  async retire(): Promise<void> {
    const { replica } = this.#rules;
    await this.#redis.run(async commands => {
      const left = await commands.scard(this.#keys.replicaConnections(replica));
      if (left === 0) await commands.zrem(this.#keys.leases, replica);
      else await commands.zadd(this.#keys.leases, "XX", 0, replica);
    });
  }

  #claim(): Promise<string | null> {
    const { leases, sweeps } = this.#keys;
    return this.#redis.run(commands => commands.claimSweep(leases, sweeps, this.#rules.leaseMs));
  }

  async #undoAll(dead: string, at: number): Promise<PresenceChange[]> {
    const key = this.#keys.replicaConnections(dead);
    const changes: PresenceChange[] = [];
    for (;;) {
      const entries = await this.#redis.run(commands => commands.srandmember(key, batch));
      if (entries.length === 0) break;
      const undone = await Promise.all(entries.map(entry => this.#presence.undo(dead, fromEntry(entry), at)));
      changes.push(...undone.flat());
    }
    await this.#redis.run(async commands => {
      await commands.zrem(this.#keys.leases, dead);
      await commands.zrem(this.#keys.sweeps, dead);
    });
    return changes;
  }
}
