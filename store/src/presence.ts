import type { MemberState, User } from "@hubbub/protocol";
import { askedTogether } from "./gathered.ts";
import type { Keys } from "./keys.ts";
import { type PersonState, type PresenceReading, personState, toReading } from "./presence-reading.ts";
import type { RedisLink } from "./redis.ts";
import { type LeaseRules, type Registration, Registrations } from "./registrations.ts";
import type { Commands, UserReply } from "./scripts.ts";

export interface Connection {
  readonly id: string;
  readonly user: User;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Nobody looks at its device. */
  readonly isIdle: boolean;
  /** The user said that they are away, as far as this connection knows. */
  readonly saysAway: boolean;
}

export interface PresenceRules extends LeaseRules {
  /** Told of a room in which something changed, or may have. */
  readonly onChange: (room: string) => void;
}

/** A change of what is known of a user. Without a connection it is about all of them. */
interface Update {
  readonly at: number;
  readonly connection?: string;
  readonly becomes?: "active" | "idle" | "gone";
  readonly since?: number;
  readonly saysAway?: boolean;
  /** Tells all rooms, whatever they were told before. */
  readonly anew?: boolean;
}

/** A user as the registry knows them; `version` grows with every change of `state`. */
interface UserState {
  readonly version: string;
  readonly state: MemberState | "left";
  readonly lastSeen: string;
}

/** What a reader of a room's presence asks. */
export interface Question {
  /** Of an earlier reading; "" for none. */
  readonly place: string;
  /** Everybody, even where the changes since `place` are known. */
  readonly everybody: boolean;
  /** Where more people are in the room, they are only counted. */
  readonly most: number;
}

/**
 * Who is connected. A user is there while the registry has a connection of theirs, and away while all of those are idle or
 * they say so. Each room keeps its own list of who is there, and with each user the version it was told last: an older
 * one changes nothing. With the user stands the version that all rooms were told. So every step may be done again, and
 * whatever a crash left half done is completed by the next call or by a sweep.
 */
export class Presence {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #rules: PresenceRules;
  readonly #registrations: Registrations;
  readonly #ask: (asked: { readonly user: User; readonly update: Update }) => Promise<UserReply>;
  /** What Redis may not have done because it went away, by room and user. */
  readonly #unsettled = new Map<string, () => Promise<void>>();

  /** `rules.replica`: the id of the replica whose connections these are. */
  constructor(redis: RedisLink, keys: Keys, rules: PresenceRules) {
    this.#redis = redis;
    this.#keys = keys;
    this.#rules = rules;
    this.#registrations = new Registrations(redis, keys, rules);
    this.#ask = askedTogether(redis, (commands, asked) => {
      const of = asked.flatMap(({ user }) => this.#keysOf(user));
      return commands.updateUsers(of.length, ...of, ...asked.flatMap(({ update }) => this.#argumentsOf(update)));
    });
  }

  /** The user of the connection is there from now on. Resolves with whether they said that they are away. */
  register(connection: Connection): Promise<{ saysAway: boolean }> {
    return this.#register(connection, {});
  }

  /** The same after Redis forgot all: of the user's word what the connection knows, and every room is told. */
  async registerAnew(connection: Connection): Promise<void> {
    await this.#register(connection, connection.saysAway ? { anew: true, saysAway: true } : { anew: true });
  }

  /** Resolves with whether Redis knew of the user at all; where not, it lost its data. */
  unregister({ id, user }: Pick<Connection, "id" | "user">, at: number): Promise<{ wasKnown: boolean }> {
    return this.#remove(this.#rules.replica, { connection: id, user }, { at });
  }

  /**
   * Takes back a registration of a replica that is dead. That one may have died before it told the rooms of its last change,
   * so they are told in any case.
   */
  async undo(replica: string, registration: Registration, at: number): Promise<void> {
    await this.#remove(replica, registration, { at, anew: true });
  }

  /** The user says that they are away, or no longer. */
  async setAway(user: User, saysAway: boolean, at: number): Promise<void> {
    await this.#update(user, { at, saysAway });
  }

  /** The user is a member of the room from now on. */
  enter(room: string, user: User): Promise<void> {
    return this.#settling(`${room} ${user.id}`, async () => {
      const { presence } = this.#keys.user(user.id);
      const [version, state, lastSeen] = await this.#redis.run(c => c.hmget(presence, "version", "state", "lastSeen"));
      if (!version || state === "offline") return;
      await this.#tell(room, user, { version, state: state as MemberState, lastSeen: lastSeen ?? "0" });
    });
  }

  /** The user is no longer a member of the room. */
  exit(room: string, user: User, at: number): Promise<void> {
    const state: UserState = { version: "", state: "left", lastSeen: String(at) };
    return this.#settling(`${room} ${user.id}`, async () => {
      await this.#tell(room, user, state);
      await this.#strikeOff(room, user.id);
    });
  }

  /** Does again what may not have been done because Redis went away. Rejects while it still cannot be. */
  async settle(): Promise<void> {
    await Promise.all([...this.#unsettled].map(([key, work]) => this.#settling(key, work)));
  }

  /** Who is in the room, `most` people at most: what changed since the place of an earlier reading, or everybody. */
  async read(room: string, { place, everybody, most }: Question): Promise<PresenceReading> {
    const { online, presence } = this.#keys.room(room);
    const asked = everybody ? "all" : "changes";
    return toReading(await this.#redis.run(c => c.readPresence(online, presence, place, most, asked)));
  }

  /** How these members of the room are, in their order. */
  async statesOf(room: string, userIds: readonly string[]): Promise<PersonState[]> {
    if (userIds.length === 0) return [];
    const { online, versions } = this.#keys.room(room);
    const [states, known] = await this.#redis.run(commands =>
      Promise.all([commands.hmget(online, ...userIds), commands.hmget(versions, ...userIds)]),
    );
    return userIds.map((_, index) => personState(states[index], known[index]));
  }

  async #register({ id, user, since, isIdle }: Connection, update: Partial<Update>): Promise<{ saysAway: boolean }> {
    // First what a sweep undoes, then what it is to undo: a crash in between loses nothing.
    await this.#registrations.note({ connection: id, user });
    const becomes = isIdle ? "idle" : "active";
    const { saysAway } = await this.#update(user, { connection: id, becomes, since, at: since, ...update });
    return { saysAway };
  }

  async #remove(replica: string, registration: Registration, update: Update): Promise<{ wasKnown: boolean }> {
    const { connection, user } = registration;
    const { wasKnown } = await this.#update(user, { connection, becomes: "gone", ...update });
    await this.#registrations.strike({ replica, registration });
    return { wasKnown };
  }

  async #update(user: User, update: Update): Promise<{ saysAway: boolean; wasKnown: boolean }> {
    const [version, state, lastSeen, away, untold] = await this.#ask({ user, update });
    if (untold.length > 0) {
      await Promise.all(untold.map(room => this.#tell(room, user, { version, state, lastSeen })));
      this.#noteTold(this.#keys.user(user.id).presence, version);
    }
    return { saysAway: away === "1", wasKnown: version !== "0" };
  }

  #keysOf({ id }: User): string[] {
    const { connections, active, presence, rooms } = this.#keys.user(id);
    return [connections, active, presence, rooms];
  }

  #argumentsOf({ at, connection, becomes, since, saysAway, anew }: Update): (string | number)[] {
    const details = JSON.stringify({ replica: this.#rules.replica, since });
    const word = saysAway === undefined ? "" : Number(saysAway);
    return [connection ?? "", becomes ?? "", details, word, at, anew ? "all" : ""];
  }

  /** Nobody waits for it: where it is lost, the rooms are told once more at worst. */
  #noteTold(presence: string, version: string): void {
    this.#redis.run(commands => commands.hset(presence, "told", version)).catch(() => {});
  }

  #tell(room: string, user: User, { version, state, lastSeen }: UserState): Promise<void> {
    const { online, versions, members, presence } = this.#keys.room(room);
    return this.#change(room, commands =>
      commands.applyPresence(online, versions, members, presence, user.id, user.name, version, state, lastSeen),
    );
  }

  /** The room is none of the user's any more: until here, whatever changes with them is told to it. */
  async #strikeOff(room: string, userId: string): Promise<void> {
    const { members } = this.#keys.room(room);
    const { rooms, read } = this.#keys.user(userId);
    await this.#redis.run(async commands => {
      const isIn = async () => (await commands.sismember(members, userId)) === 1;
      if (await isIn()) return;
      await Promise.all([commands.srem(rooms, room), commands.hdel(read, room)]);
      // They may have come back at the same moment.
      if (await isIn()) await commands.sadd(rooms, room);
    });
  }

  /** Runs a script that replies whether something changed in the room. Where the reply is lost, something may have. */
  async #change(room: string, script: (commands: Commands) => Promise<number>): Promise<void> {
    let changed = 1;
    try {
      changed = await this.#redis.run(script);
    } finally {
      if (changed === 1) this.#rules.onChange(room);
    }
  }

  async #settling(key: string, work: () => Promise<void>): Promise<void> {
    this.#unsettled.set(key, work);
    await work();
    if (this.#unsettled.get(key) === work) this.#unsettled.delete(key);
  }
}
