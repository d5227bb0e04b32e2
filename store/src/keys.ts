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

  /** The sorted set of unfinished sweeps: id of the dead replica → end of the sweeper's claim. */
  get sweeps(): string {
    return `${this.prefix}:{replicas}:sweeps`;
  }

  /** The set of ids of public rooms. An index: it may name a room that is not there. */
  get publicRooms(): string {
    return `${this.prefix}:rooms`;
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
      members: `${tag}:members`,
      online: `${tag}:online`,
      versions: `${tag}:presence-versions`,
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
      connections: `${tag}:connections`,
      presence: `${tag}:presence`,
    };
  }

  /** The set of what a sweep has to undo when this replica dies. */
  replicaConnections(replica: string): string {
    return `${this.prefix}:{replica:${replica}}:connections`;
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

  bucket(name: string): string {
    return `${this.prefix}:bucket:${name}`;
  }
}

export interface RoomKeys {
  /** Hash: epoch, seq (of the head), lineage (of the server that wrote last, by its replication id), kind, title, owner; `title:<user>` where a user sees another title. */
  readonly meta: string;
  /** Stream: entries `<seq>-0` with the fields `at` (when it was appended, by the clock of Redis) and `body`. */
  readonly log: string;
  /** Set of user ids. It alone decides who is a member. */
  readonly members: string;
  /** Hash: user id → name, of the members that are online. */
  readonly online: string;
  /** Hash: user id → version of the user's presence that the room knows. */
  readonly versions: string;
}

export interface UserKeys {
  readonly profile: string;
  /** Set of room ids. An index: it may name a room that the user is not a member of, and never lacks one. */
  readonly rooms: string;
  /** Hash: connection id → JSON of its replica and since when. */
  readonly connections: string;
  /** Hash: version, online (0 or 1), lastSeen. */
  readonly presence: string;
}
