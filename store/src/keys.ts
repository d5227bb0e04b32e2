/**
 * Every key in Redis. What stands in braces decides the slot in Redis Cluster:
 * all keys that one script touches carry the same.
 */
export class Keys {
  readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** The sorted set of leases: replica id → lease end, in ms since 1970 by the clock of Redis. */
  get leases(): string {
    return `${this.prefix}:{replicas}:leases`;
  }

  /** String: a random id that came with the data. Another one means that all of it was lost, or what came last. */
  get generation(): string {
    return `${this.prefix}:{replicas}:generation`;
  }

  /** The sorted set of what replicas beat last: replica id → lease end, as in {@link leases}. No sweep touches it. */
  get beats(): string {
    return `${this.prefix}:{replicas}:beats`;
  }

  /** Hash: replica id → JSON of how it stands. */
  get standings(): string {
    return `${this.prefix}:{replicas}:standings`;
  }

  /** Matches {@link RoomKeys.meta} of all rooms, for SCAN. */
  get everyMeta(): string {
    return `${this.prefix}:{room:*}:meta`;
  }

  /** The sorted set of unfinished sweeps: id of the dead replica → end of the sweeper's claim. */
  get sweeps(): string {
    return `${this.prefix}:{replicas}:sweeps`;
  }

  /** The set of ids of public rooms. An index: it may name a room that is not there, or not public. */
  get publicRooms(): string {
    return `${this.prefix}:rooms`;
  }

  /** The sorted set of the titles and ids of public rooms, as `name-entry.ts` says. An index like {@link publicRooms}. */
  get roomNames(): string {
    return `${this.prefix}:room-names`;
  }

  /** The sorted set of the names of all accounts, as `name-entry.ts` says. */
  get people(): string {
    return `${this.prefix}:people`;
  }

  /** Stream: the last entrances into rooms, each with the fields `room` and `user`. Lost with {@link generation}. */
  get entrances(): string {
    return `${this.prefix}:{replicas}:entrances`;
  }

  /** What the channels of the Socket.IO adapter and of the emitter begin with. */
  get channels(): string {
    return `${this.prefix}:socket.io`;
  }

  room(id: string): RoomKeys {
    const tag = `${this.prefix}:{room:${id}}`;
    return {
      meta: `${tag}:meta`,
      log: `${tag}:log`,
      removed: `${tag}:removed`,
      members: `${tag}:members`,
      names: `${tag}:names`,
      banned: `${tag}:banned`,
      online: `${tag}:online`,
      versions: `${tag}:presence-versions`,
      presence: `${tag}:presence`,
    };
  }

  /** String with TTL, `<epoch>:<seq>`: what a message became. */
  sent(room: string, user: string, clientMessageId: string): string {
    return `${this.prefix}:{room:${room}}:sent:${user}:${clientMessageId}`;
  }

  user(id: string): UserKeys {
    const tag = `${this.prefix}:{user:${id}}`;
    return {
      profile: `${tag}:profile`,
      rooms: `${tag}:rooms`,
      read: `${tag}:read`,
      connections: `${tag}:connections`,
      active: `${tag}:active`,
      presence: `${tag}:presence`,
    };
  }

  /** The set of what a sweep has to undo when this replica dies: in step with the leases, so beside them. */
  replicaConnections(replica: string): string {
    return `${this.prefix}:{replicas}:connections:${replica}`;
  }

  /** Hash: id, name, passwordHash. `key` is the form of a name that is unique. */
  account(key: string): string {
    return `${this.prefix}:account:${key}`;
  }

  refresh(tokenHash: string): string {
    return `${this.prefix}:refresh:${tokenHash}`;
  }

  revoked(session: string): string {
    return `${this.prefix}:revoked:${session}`;
  }

  /** Hash: name → JSON of an API key of the emitter, with the key's digest. */
  get apiKeys(): string {
    return `${this.prefix}:api-keys`;
  }

  /** Stream that producers add jobs to: entries with the field `call`, a call of the emitter as JSON. */
  get jobs(): string {
    return `${this.prefix}:{jobs}:stream`;
  }

  /** Stream of the jobs that were given up: the fields `id`, `call`, `code`, `message` and `deliveries`. */
  get deadJobs(): string {
    return `${this.prefix}:{jobs}:dead`;
  }

  bucket(name: string): string {
    return `${this.prefix}:bucket:${name}`;
  }
}

export interface RoomKeys {
  /** Hash: epoch, seq (of the head), texts (how many of the entries up to it are texts), begun (`<seq>:<texts>` of the place where the epoch began, after a failover), lineage (of the server that wrote last, by its replication id), kind, title, owner (of a direct room: who opened it, or the system user where both did), exits (how many left it, or were shown out of it); `title:<user>` where a user sees another title; `muted:<user>` until when one may not speak, in ms; `spoke:<user>` as in `read-place.ts`; removals (how many texts were removed). */
  readonly meta: string;
  /** Stream: entries `<seq>-0` with the fields `at` (when it was appended, by the clock of Redis), `body`, and `texts` (how many texts there are up to it). */
  readonly log: string;
  /**
   * Sorted set: the seqs of texts that were removed, by the seq of the removal. An entry of a stream cannot be changed. Each stands in
   * it a second time, negated, by itself: so those after a place are counted.
   */
  readonly removed: string;
  /** Set of user ids. It alone decides who is a member. */
  readonly members: string;
  /** Sorted set of the members' names, as `name-entry.ts` says. */
  readonly names: string;
  /** Hash: user id → name, of those who may not become members. */
  readonly banned: string;
  /** Hash: user id → `<state>:<name>`, of the members that are online or away. */
  readonly online: string;
  /** Hash: user id → `<version>:<lastSeen>`, of the user's presence as the room knows it. */
  readonly versions: string;
  /**
   * Stream: the last changes of `online`, each with the fields `user`, `state` (as in `online`, or `offline:`), `at` (last
   * seen, in ms) and `origin` (when the stream began, in µs).
   */
  readonly presence: string;
}

export interface UserKeys {
  readonly profile: string;
  /** Hash: room → `<epoch>:<seq>:<texts>` of the place up to which the user has read. */
  readonly read: string;
  /** Set of room ids. An index: it may name a room that the user is not a member of, and never lacks one. */
  readonly rooms: string;
  /** Hash: connection id → JSON of its replica and since when. */
  readonly connections: string;
  /** Set of the ids of connections that are not idle. */
  readonly active: string;
  /** Hash: version, state, lastSeen; away ("1" while the user says so); told, the version that all rooms know. */
  readonly presence: string;
}
