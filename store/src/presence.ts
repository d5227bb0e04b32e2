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

/** What a room was told; no news to a room that knew it, or something newer, already. */
interface Told extends PresenceChange {
  readonly isNews: boolean;
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
  /** What Redis may have done when its answer did not come, so that nobody was told: by user or room, how to tell it. */
  readonly #untold = new Map<string, () => Promise<PresenceChange[]>>();

  /** `replica`: the id of the replica whose connections these are. */
  constructor(redis: RedisLink, keys: Keys, replica: string) {
    this.#redis = redis;
    this.#keys = keys;
    this.#replica = replica;
  }

  /** The connection of a user, who is online in all their rooms from now on. Registering again is harmless. */
  register({ id, user, since }: Connection): Promise<PresenceChange[]> {
    const { connections, presence } = this.#keys.user(user.id);
    const known = JSON.stringify({ replica: this.#replica, since });
    const entry = toEntry({ connection: id, user });
    return this.#change(user, async () => {
      const state = await this.#redis.run(async commands => {
        // First what a sweep undoes, then what it is to undo: a crash in between loses nothing.
        await commands.sadd(this.#keys.replicaConnections(this.#replica), entry);
        return toState(await commands.connectUser(connections, presence, id, known));
      });
      return news(await this.#tellRooms(user, state));
    });
  }

  unregister({ id, user }: Pick<Connection, "id" | "user">, at: number): Promise<PresenceChange[]> {
    return this.undo(this.#replica, { connection: id, user }, at);
  }

  /** Takes back a registration of any replica: its own, or one of a replica that is dead. */
  undo(replica: string, { connection, user }: Registration, at: number): Promise<PresenceChange[]> {
    const { connections, presence } = this.#keys.user(user.id);
    const entry = toEntry({ connection, user });
    return this.#change(user, async () => {
      const state = await this.#redis.run(async commands =>
        toState(await commands.disconnectUser(connections, presence, connection, at)),
      );
      const told = state.online ? [] : await this.#tellRooms(user, state);
      await this.#redis.run(commands => commands.srem(this.#keys.replicaConnections(replica), entry));
      return news(told);
    });
  }

  /** The user is a member of the room from now on: online in it, if online at all. */
  enter(room: string, user: User): Promise<PresenceChange[]> {
    return this.#change(user, async () => {
      const state = await this.#stateOf(user);
      return state.online ? news(await this.#tell([room], user, state)) : [];
    });
  }

  /** The user is no longer a member of the room. */
  async exit(room: string, user: User, at: number): Promise<PresenceChange[]> {
    const { online, versions, members } = this.#keys.room(room);
    const forget = async (): Promise<Told> => {
      const [changed, count] = await this.#redis.run(commands =>
        commands.forgetPresence(online, versions, members, user.id),
      );
      return { room, user, online: false, lastSeen: at, count, isNews: changed === 1 };
    };
    const tellAnyway = async () => changes([await forget()]);
    return this.#noting(`${user.id} ${room}`, tellAnyway, async () => news([await forget()]));
  }

  /**
   * The changes that nobody was told of, because Redis went away in the middle of them: of all rooms that they may
   * concern, whether or not it still is news there. What cannot be said yet is said by a later call.
   */
  async settle(): Promise<PresenceChange[]> {
    const untold = [...this.#untold];
    this.#untold.clear();
    const told = await Promise.all(untold.map(([key, tell]) => this.#noting(key, tell, tell).catch(() => [])));
    return told.flat();
  }

  snapshot(room: string): Promise<PresenceSnapshot> {
    return this.#snapshots.read(room, async () => {
      const { online } = this.#keys.room(room);
      const [count, pairs] = await this.#redis.run(commands => commands.readPresence(online, listedAtMost));
      return { online: toUsers(pairs), count };
    });
  }

  /** Changes a user's state, and notes down where it is not sure whether that succeeded. */
  #change(user: User, work: () => Promise<PresenceChange[]>): Promise<PresenceChange[]> {
    const tellAnyway = async () => changes(await this.#tellRooms(user, await this.#stateOf(user)));
    return this.#noting(user.id, tellAnyway, work);
  }

  async #noting(
    key: string,
    tellAnyway: () => Promise<PresenceChange[]>,
    work: () => Promise<PresenceChange[]>,
  ): Promise<PresenceChange[]> {
    try {
      return await work();
    } catch (fault) {
      this.#untold.set(key, tellAnyway);
      throw fault;
    }
  }

  async #stateOf(user: User): Promise<UserState> {
    const { presence } = this.#keys.user(user.id);
    const [version, online, lastSeen] = await this.#redis.run(commands =>
      commands.hmget(presence, "version", "online", "lastSeen"),
    );
    return toState([version ?? "0", online ?? "0", lastSeen ?? "0"]);
  }

  async #tellRooms(user: User, state: UserState): Promise<Told[]> {
    const rooms = await this.#redis.run(commands => commands.smembers(this.#keys.user(user.id).rooms));
    return this.#tell(rooms, user, state);
  }

  /** Tells the rooms, in commands that leave together. */
  async #tell(rooms: readonly string[], user: User, state: UserState): Promise<Told[]> {
    const replies = await this.#redis.run(commands =>
      Promise.all(
        rooms.map(room => {
          const { online, versions, members } = this.#keys.room(room);
          return commands.applyPresence(online, versions, members, user.id, user.name, state.version, +state.online);
        }),
      ),
    );
    const { online, lastSeen } = state;
    return rooms.map((room, index) => {
      const [changed, count] = replies[index] ?? [0, 0];
      return { room, user, online, lastSeen, count, isNews: changed === 1 };
    });
  }
}

const changes = (told: readonly Told[]): PresenceChange[] => told.map(({ isNews: _, ...change }) => change);
const news = (told: readonly Told[]): PresenceChange[] => changes(told.filter(({ isNews }) => isNews));

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
