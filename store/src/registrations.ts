import type { User } from "@hubbub/protocol";
import { gathered } from "./gathered.ts";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";

/** What a sweep needs to undo one connection of a dead replica. */
export interface Registration {
  readonly connection: string;
  readonly user: User;
}

export interface LeaseRules {
  readonly replica: string;
  /** How long a replica is taken for alive after a beat. */
  readonly leaseMs: number;
}

interface Struck {
  readonly replica: string;
  readonly registration: Registration;
}

/** What each replica would leave behind should it die. All that is asked for in one turn is one command. */
export class Registrations {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  /** Notes down a registration of this replica. */
  readonly note: (registration: Registration) => Promise<void>;
  /** It is undone, and nothing is left to sweep of it. */
  readonly strike: (struck: Struck) => Promise<void>;

  constructor(redis: RedisLink, keys: Keys, { replica, leaseMs }: LeaseRules) {
    this.#redis = redis;
    this.#keys = keys;
    const ownConnections = keys.replicaConnections(replica);
    this.note = gathered(registrations =>
      redis.run(commands =>
        commands.noteConnections(keys.leases, ownConnections, replica, leaseMs, ...registrations.map(toEntry)),
      ),
    );
    this.strike = gathered(struck => this.#strike(struck));
  }

  /** Some of what is left of a replica, at most `count`. */
  async some(replica: string, count: number): Promise<Registration[]> {
    const entries = await this.#redis.run(c => c.srandmember(this.#keys.replicaConnections(replica), count));
    return entries.map(fromEntry);
  }

  async #strike(struck: readonly Struck[]): Promise<void> {
    const replicas = Map.groupBy(struck, ({ replica }) => replica);
    await this.#redis.run(commands =>
      Promise.all(
        [...replicas].map(([replica, of]) =>
          commands.srem(this.#keys.replicaConnections(replica), ...of.map(({ registration }) => toEntry(registration))),
        ),
      ),
    );
  }
}

/** One text for one registration, so that it is found again to be removed. */
const toEntry = ({ connection, user }: Registration): string => JSON.stringify([connection, user.id, user.name]);

function fromEntry(entry: string): Registration {
  const [connection = "", id = "", name = ""] = JSON.parse(entry) as string[];
  return { connection, user: { id, name } };
}
