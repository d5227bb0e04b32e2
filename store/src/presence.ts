import type { PresenceSnapshot, User } from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";
import { type Registration, toEntry } from "./registration.ts";
import { SharedReads } from "./shared-reads.ts";

export interface Connection {
  readonly id: string;
  readonly user: User;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** One user's state in one room changed. */
export interface PresenceChange {
  readonly room: string;
  readonly user: User;
  readonly online: boolean;
  readonly lastSeen: number;
  /** How many are online in the room after the change. */
  readonly count: number;
}

/** A user as the registry knows them; `version` grows with every change of `online`. */
interface UserState {
  readonly version: number;
  readonly online: boolean;
  readonly lastSeen: number;
}

/** How many people a snapshot lists; a room with more is told by their count. */
const listedAtMost = 500;

/**
 * Who is connected. A user is online while the registry has a connection of theirs. Each room keeps its own
 * list of who is online, and with each user the version it was told last: an older one changes nothing.
 * Every step may be done again, so whatever a crash left half done is completed by the next call or by a sweep.
 */
export class Presence {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #replica: string;
  readonly #snapshots = new SharedReads<PresenceSnapshot>();

  /** `replica`: the id of the replica whose connections these are. */
  constructor(redis: RedisLink, keys: Keys, replica: string) {
    this.#redis = redis;
    this.#keys = keys;
    this.#replica = replica;
  }

  /** The connection of a user, who is online in all their rooms from now on. Registering again is harmless. */
  async register({ id, user, since }: Connection): Promise<PresenceChange[]> {
    const { connections, presence } = this.#keys.user(user.id);
    const known = JSON.stringify({ replica: this.#replica, since });
    const entry = toEntry({ connection: id, user });
    const state = await this.#redis.run(async commands => {
      // First what a sweep undoes, then what it is to undo: a crash in between loses nothing.
      await commands.sadd(this.#keys.replicaConnections(this.#replica), entry);
      return toState(await commands.connectUser(connections, presence, id, known));
    });
    return this.#tellRooms(user, state);
  }

  unregister({ id, user }: Pick<Connection, "id" | "user">, at: number): Promise<PresenceChange[]> {
    return this.undo(this.#replica, { connection: id, user }, at);
  }

  /** Takes back a registration of any replica: its own, or one of a replica that is dead. */
  async undo(replica: string, { connection, user }: Registration, at: number): Promise<PresenceChange[]> {
    const { connections, presence } = this.#keys.user(user.id);
    const state = await this.#redis.run(async commands =>
      toState(await commands.disconnectUser(connections, presence, connection, at)),
    );
    const changes = state.online ? [] : await this.#tellRooms(user, state);
    const entry = toEntry({ connection, user });
    await this.#redis.run(commands => commands.srem(this.#keys.replicaConnections(replica), entry));
    return changes;
  }

  /** The user is a member of the room from now on: online in it, if online at all. */
  async enter(room: string, user: User): Promise<PresenceChange[]> {
    const { presence } = this.#keys.user(user.id);
    const [version, online, lastSeen] = await this.#redis.run(commands =>
      commands.hmget(presence, "version", "online", "lastSeen"),
    );
    if (!version || online !== "1") return [];
    return this.#tell([room], user, toState([version, online, lastSeen ?? "0"]));
  }

  /** The user is no longer a member of the room. */
  async exit(room: string, user: User, at: number): Promise<PresenceChange[]> {
    const { online, versions } = this.#keys.room(room);
    const [changed, count] = await this.#redis.run(commands => commands.forgetPresence(online, versions, user.id));
    return changed === 1 ? [{ room, user, online: false, lastSeen: at, count }] : [];
  }

  snapshot(room: string): Promise<PresenceSnapshot> {
    return this.#snapshots.read(room, async () => {
      const { online } = this.#keys.room(room);
      const [count, pairs] = await this.#redis.run(commands => commands.readPresence(online, listedAtMost));
      return { online: toUsers(pairs), count };
    });
  }

  async #tellRooms(user: User, state: UserState): Promise<PresenceChange[]> {
    const rooms = await this.#redis.run(commands => commands.smembers(this.#keys.user(user.id).rooms));
    return this.#tell(rooms, user, state);
  }

  /** Tells the rooms, in commands that leave together; returns the changes of those to which it was news. */
  async #tell(rooms: readonly string[], user: User, state: UserState): Promise<PresenceChange[]> {
    const replies = await this.#redis.run(commands =>
      Promise.all(
        rooms.map(room => {
          const { online, versions, members } = this.#keys.room(room);
          return commands.applyPresence(online, versions, members, user.id, user.name, state.version, +state.online);
        }),
      ),
    );
    const { online, lastSeen } = state;
    return rooms.flatMap((room, index) => {
      const [changed, count] = replies[index] ?? [0, 0];
      return changed === 1 ? [{ room, user, online, lastSeen, count }] : [];
    });
  }
}

const toState = ([version, online, lastSeen]: readonly string[]): UserState => ({
  version: Number(version),
  online: online === "1",
  lastSeen: Number(lastSeen),
});

/** `["u1", "Ada", "u2", "Bob"]` as users. */
function toUsers(pairs: readonly string[]): User[] {
  const users: User[] = [];
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    users.push({ id: pairs[index] ?? "", name: pairs[index + 1] ?? "" });
  }
  return users;
}
