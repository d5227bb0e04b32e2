import type { Clock } from "../domain/clock.ts";
import type { Connection, Presence } from "../domain/ports.ts";
import { forEach } from "./for-each.ts";

interface Deps {
  readonly presence: Pick<Presence, "register" | "registerAnew" | "unregister" | "settle">;
  readonly clock: Clock;
  /** From the close of a connection until it is taken out, so that a reload shows nobody. */
  readonly graceMs: number;
  /** Redis knows nothing of somebody who was registered. */
  readonly onForgotten: () => void;
}

/** A connection, and the rooms that it heard to its end. */
export interface Absent extends Connection {
  readonly rooms: readonly string[];
}

interface Departure {
  readonly connection: Absent;
  readonly at: number;
  readonly cancel: () => void;
}

/** Keeps the shared presence in step with the connections of this replica, through every absence of Redis. */
export class Attendance {
  readonly #deps: Deps;
  /** What is being registered: nobody is taken out in the middle of that, or they would stay for ever. */
  readonly #arriving = new Map<string, Promise<unknown>>();
  readonly #departing = new Map<string, Departure>();
  /** Who is still registered, or has to be before they can be taken out: not those who are being taken out. */
  readonly #registered = new Set<Departure>();
  /** Whose grace is over, but who could not be taken out yet. */
  readonly #overdue = new Set<Departure>();
  readonly #onSettled: (() => void)[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Who is gone, and yet there as far as others know. */
  get absent(): readonly Absent[] {
    return [...this.#registered].map(({ connection }) => connection);
  }

  /**
   * It came, or something of it changed. Resolves with what its user said of themself. Rejects while presence cannot be told;
   * {@link depart} is due in any case.
   */
  arrive(connection: Connection): Promise<{ saysAway: boolean }> {
    return this.#during(connection, this.#deps.presence.register(facts(connection)));
  }

  /** Redis lost its data, and with it this connection. */
  restore(connection: Connection): Promise<void> {
    return this.#during(connection, this.#deps.presence.registerAnew(facts(connection)));
  }

  /** The same for those who are gone: they are seen until their grace is over, and nobody but this replica can say when. */
  restoreAbsent(): Promise<void> {
    return forEach(this.#registered, ({ connection }) => this.restore(connection));
  }

  /** The connection closed; after the grace it is taken out. */
  depart(connection: Absent): void {
    const { clock, graceMs } = this.#deps;
    const cancel = clock.after(graceMs, () => void this.#takeOut(departure));
    const { rooms } = connection;
    const departure: Departure = { connection: { ...facts(connection), rooms }, at: clock.now(), cancel };
    this.#departing.set(connection.id, departure);
    this.#registered.add(departure);
  }

  /** Does what it could not while Redis was away. Rejects when it still cannot. */
  async catchUp(): Promise<void> {
    await this.#deps.presence.settle();
    await Promise.all([...this.#overdue].map(departure => this.#unregister(departure)));
  }

  /** Resolves when the grace of everybody who left is over, and each was taken out or Redis is away. */
  async settled(): Promise<void> {
    if (this.#departing.size > 0) await new Promise<void>(resolve => this.#onSettled.push(resolve));
  }

  /** Takes out everybody who left, without any further grace. */
  async hurry(): Promise<void> {
    const departures = [...this.#departing.values()];
    for (const departure of departures) departure.cancel();
    await Promise.all(departures.map(departure => this.#takeOut(departure)));
  }

  async #during<Result>({ id }: Connection, arrival: Promise<Result>): Promise<Result> {
    const all = Promise.allSettled([this.#arriving.get(id), arrival]);
    this.#arriving.set(id, all);
    try {
      return await arrival;
    } finally {
      if (this.#arriving.get(id) === all) this.#arriving.delete(id);
    }
  }

  async #takeOut(departure: Departure): Promise<void> {
    try {
      const { wasKnown } = await this.#unregister(departure);
      if (!wasKnown) this.#forgotten(departure);
    } catch {
      // Redis is away; the next heartbeat that reaches it tries again.
    }
    this.#departing.delete(departure.connection.id);
    if (this.#departing.size > 0) return;
    for (const resolve of this.#onSettled.splice(0)) resolve();
  }

  /** Rooms that still show them hear that they went once they are registered anew and taken out after that. */
  #forgotten(departure: Departure): void {
    this.#registered.add(departure);
    this.#overdue.add(departure);
    this.#deps.onForgotten();
  }

  async #unregister(departure: Departure): Promise<{ wasKnown: boolean }> {
    const { connection, at } = departure;
    this.#overdue.add(departure);
    while (this.#arriving.has(connection.id)) await this.#arriving.get(connection.id);
    this.#registered.delete(departure);
    try {
      const result = await this.#deps.presence.unregister(connection, at);
      this.#overdue.delete(departure);
      return result;
    } catch (error) {
      this.#registered.add(departure);
      throw error;
    }
  }
}

const facts = ({ id, user, since, isIdle, saysAway }: Connection): Connection => ({
  id,
  user,
  since,
  isIdle,
  saysAway,
});
