import type { Clock } from "../domain/clock.ts";
import type { Connection, Presence } from "../domain/ports.ts";

interface Deps {
  readonly presence: Pick<Presence, "register" | "registerAnew" | "unregister" | "settle">;
  readonly clock: Clock;
  /** From the close of a connection until it is taken out, so that a reload shows nobody. */
  readonly graceMs: number;
}

interface Departure {
  readonly connection: Connection;
  readonly at: number;
  readonly cancel: () => void;
}

/** Keeps the shared presence in step with the connections of this replica, through every absence of Redis. */
export class Attendance {
  readonly #deps: Deps;
  /** What is being registered: nobody is taken out in the middle of that, or they would stay for ever. */
  readonly #arriving = new Map<string, Promise<unknown>>();
  readonly #departing = new Map<string, Departure>();
  /** Whose grace is over, but who could not be taken out yet. */
  readonly #overdue = new Set<Departure>();
  readonly #onSettled: (() => void)[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
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

  /** The connection closed; after the grace it is taken out. */
  depart(connection: Connection): void {
    const { clock, graceMs } = this.#deps;
    const cancel = clock.after(graceMs, () => void this.#takeOut(departure));
    const departure: Departure = { connection: facts(connection), at: clock.now(), cancel };
    this.#departing.set(connection.id, departure);
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
    const { id } = departure.connection;
    this.#overdue.add(departure);
    await this.#arriving.get(id);
    await this.#unregister(departure).catch(() => {
      // Redis is away; the next heartbeat that reaches it tries again.
    });
    this.#departing.delete(id);
    if (this.#departing.size > 0) return;
    for (const resolve of this.#onSettled.splice(0)) resolve();
  }

  async #unregister(departure: Departure): Promise<void> {
    await this.#deps.presence.unregister(departure.connection, departure.at);
    this.#overdue.delete(departure);
  }
}

const facts = ({ id, user, since, isIdle, saysAway }: Connection): Connection => ({
  id,
  user,
  since,
  isIdle,
  saysAway,
});
