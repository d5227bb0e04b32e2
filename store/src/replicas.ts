import { randomUUID } from "node:crypto";
import type { Keys } from "./keys.ts";
import type { Presence } from "./presence.ts";
import type { RedisLink } from "./redis.ts";
import { type LeaseRules, Registrations } from "./registrations.ts";

/**
 * `lost`: everything of this replica must be registered (again). `wiped`: Redis lost its data, and so knows nothing, or it
 * has older data than this replica was told of.
 */
export type Beat = "held" | "lost" | "wiped";

/** How a replica stands: what it tells the others. */
export interface Standing {
  readonly connections: number;
  readonly most: number;
  readonly isDraining: boolean;
}

const nobody: Standing = { connections: 0, most: 0, isDraining: false };

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
  readonly #registrations: Registrations;
  /** The end of the lease that this replica holds, as the last beat was told. */
  #lease = "";
  #generation: string | undefined;
  /** By the clock of Redis, in ms since 1970. */
  #sweepsFrom = 0;
  #wasLate = false;
  #others: readonly Standing[] = [];

  constructor(redis: RedisLink, keys: Keys, presence: Presence, rules: LeaseRules) {
    this.#redis = redis;
    this.#keys = keys;
    this.#presence = presence;
    this.#rules = rules;
    this.#registrations = new Registrations(redis, keys, rules);
  }

  /** The other replicas whose lease holds, as of the last beat. */
  get others(): readonly Standing[] {
    return this.#others;
  }

  /** Renews the lease. Resolves with what became of it, and of all else, since the last beat. */
  async beat(own = nobody): Promise<Beat> {
    const { replica, leaseMs } = this.#rules;
    const { leases, sweeps, generation, beats, standings } = this.#keys;
    const lease = [replica, leaseMs, this.#lease, this.#generation ?? "", randomUUID()] as const;
    const [ends, held, current, others] = await this.#redis.run(c =>
      c.renewLease(leases, sweeps, generation, beats, standings, ...lease, JSON.stringify(own)),
    );
    this.#others = others.map(standing => JSON.parse(standing));
    this.#judgeFairly(Number(ends));
    const isWiped = this.#generation !== undefined && this.#generation !== current;
    this.#lease = ends;
    this.#generation = current;
    if (isWiped) return "wiped";
    return held === 1 ? "held" : "lost";
  }

  /** Whether Redis still has the data that it had at the last beat. */
  async isWhole(): Promise<boolean> {
    const current = await this.#redis.run(commands => commands.get(this.#keys.generation));
    return current !== null && current === this.#generation;
  }

  /** Undoes the connections of replicas whose lease is over; their users were last seen `at`. Resolves with how many were swept. */
  async sweep(at: number): Promise<number> {
    let swept = 0;
    for (let dead = await this.#claim(); dead !== null; dead = await this.#claim()) {
      await this.#undoAll(dead, at);
      swept += 1;
    }
    return swept;
  }

  /** Gives the lease back. What is still registered is left to a survivor, to be swept at once. */
  async retire(): Promise<void> {
    const { replica } = this.#rules;
    await this.#redis.run(async commands => {
      const left = await commands.scard(this.#keys.replicaConnections(replica));
      if (left === 0) await commands.zrem(this.#keys.leases, replica);
      else await commands.zadd(this.#keys.leases, "XX", 0, replica);
      await commands.zrem(this.#keys.beats, replica);
    });
    this.#lease = "";
  }

  /**
   * Whoever beats late, or for the first time, leaves others the time to beat, too: Redis may have been away for all of them.
   * One that always is late, and yet within its lease, is only slow: it waits once.
   */
  #judgeFairly(ends: number): void {
    const { leaseMs } = this.#rules;
    const since = this.#lease === "" ? Number.POSITIVE_INFINITY : ends - Number(this.#lease);
    const isLate = since > leaseMs / 2;
    if (since > leaseMs || (isLate && !this.#wasLate)) this.#sweepsFrom = ends - leaseMs / 2;
    this.#wasLate = isLate;
  }

  #claim(): Promise<string | null> {
    const { leases, sweeps } = this.#keys;
    return this.#redis.run(commands => commands.claimSweep(leases, sweeps, this.#rules.leaseMs, this.#sweepsFrom));
  }

  async #undoAll(dead: string, at: number): Promise<void> {
    const { leases, sweeps } = this.#keys;
    const connections = this.#keys.replicaConnections(dead);
    do {
      const left = await this.#registrations.some(dead, batch);
      await Promise.all(left.map(registration => this.#presence.undo(dead, registration, at)));
    } while ((await this.#redis.run(c => c.finishSweep(leases, sweeps, connections, dead))) === 0);
  }
}
