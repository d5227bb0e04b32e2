import {
  directRoomId,
  directRoomUsers,
  generalRoom,
  HubbubError,
  type RoomFacts,
  systemUser,
  type User,
} from "@hubbub/protocol";
import { noSuchRoom } from "./faults.ts";
import type { Keys } from "./keys.ts";
import { nameEntry, roomEntries, scored } from "./name-entry.ts";
import { Reads } from "./reads.ts";
import type { RedisLink } from "./redis.ts";
import { type RoomInfo, RoomInfos } from "./room-infos.ts";
import type { EnterReply } from "./scripts.ts";

/** A room that somebody has entered. */
export interface Entered extends RoomInfo {
  /** The ids of those who were not members before. */
  readonly newcomers: readonly string[];
}

export interface NewRoom {
  readonly id: string;
  readonly kind: "public" | "private";
  readonly title: string;
}

/** Who enters a room: their name where it is known, and the title that they see where it is another than the room's. */
interface Entrant {
  readonly id: string;
  readonly name?: string;
  readonly title?: string;
}

/** How a room is entered. The owner is whoever made it. */
interface Door {
  readonly kind: "open" | "made" | "new" | "invited" | "lost";
  /** The room that is made where there is none. */
  readonly room: { readonly id: string; readonly kind: string; readonly title: string; readonly owner: string };
}

/**
 * Rooms and who is in them. A user's set of rooms is only an index over the rooms' sets of members: written before, and
 * removed by the presence after the room's lists know it, so that a crash in between leaves too much in it and never too
 * little.
 */
export class Rooms {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #newId: () => string;
  readonly #infos: RoomInfos;
  readonly #reads: Reads;

  /** `newId` gives the epoch of a room that is made. */
  constructor(redis: RedisLink, keys: Keys, newId: () => string) {
    this.#redis = redis;
    this.#keys = keys;
    this.#newId = newId;
    this.#infos = new RoomInfos(redis, keys);
    this.#reads = new Reads(redis, keys);
  }

  /**
   * Makes the public room if there is none yet, and the user a member: with a new epoch, should Redis have lost it.
   * A direct room has both its users as members. Rejects with `forbidden` for others, for who is banned, and where the
   * room is private and the user not in it.
   */
  async join(room: string, user: User): Promise<Entered> {
    return this.#entered(user, { kind: "made", room: roomToMake(room, user) }, entrantsOf(room, user));
  }

  /** The same without making the room: rejects with `not_found`, too. */
  async joinThere(room: string, user: User): Promise<Entered> {
    return this.#entered(user, { kind: "open", room: roomToMake(room, user) }, entrantsOf(room, user));
  }

  /** Rejects with `conflict` where there is a room of that id. */
  async create(room: NewRoom, owner: User): Promise<Entered> {
    return this.#entered(owner, { kind: "new", room: { ...room, owner: owner.id } }, [owner]);
  }

  /** The user is a member from now on. Rejects with `not_found`, or `forbidden` for who is banned. */
  async invite(room: string, user: User): Promise<Entered> {
    return this.#entered(user, { kind: "invited", room: roomToMake(room, user) }, [user]);
  }

  /** After Redis lost its data: the room as it was, and the user in it. Rejects with `forbidden` for who is banned since. */
  async restore(room: RoomFacts, user: User): Promise<void> {
    const owner = room.owner ?? systemUser.id;
    await this.#enter({ kind: "lost", room: { ...room, owner } }, entrantsOf(room.id, user));
  }

  /**
   * A private room ends with its last member. Resolves with whether the user was in it. Rejects with `forbidden` for the
   * owner of a private room with others in it.
   */
  async leave(room: string, user: User): Promise<boolean> {
    const { meta, members, names, log, removed, banned } = this.#keys.room(room);
    const left = await this.#redis.run(commands =>
      commands.leaveRoom(meta, members, names, log, removed, banned, user.id, nameEntry(user)),
    );
    if (left === "needed") {
      throw new HubbubError(
        "forbidden",
        "Pass the room on before you leave: nobody else could show anybody out of it.",
      );
    }
    return left === "left";
  }

  /** The room of these two, made if there is none yet. */
  async openDirect(a: User, b: User): Promise<Entered> {
    const id = directRoomId(a.id, b.id);
    const entrants = [
      { ...a, title: b.name },
      { ...b, title: a.name },
    ];
    return this.#entered(a, { kind: "made", room: roomToMake(id, a) }, entrants);
  }

  /** The rooms that the user is a member of; `general` always is one of them. */
  async ofUser(userId: string): Promise<RoomInfo[]> {
    const rooms = await this.#infos.ofUser(userId);
    if (rooms.some(room => room.id === generalRoom)) return rooms;
    const name = await this.#redis.run(commands => commands.get(this.#keys.user(userId).profile));
    const user = name === null ? { id: userId } : { id: userId, name };
    await this.#enter({ kind: "made", room: roomToMake(generalRoom, user) }, [user]);
    return [await this.#existing(generalRoom, userId), ...rooms];
  }

  /** Those of these rooms that the user is a member of. */
  async ofThese(ids: readonly string[], userId: string): Promise<RoomInfo[]> {
    return this.#infos.ofThese(ids, userId);
  }

  async isMember(room: string, userId: string): Promise<boolean> {
    return (await this.#redis.run(commands => commands.sismember(this.#keys.room(room).members, userId))) === 1;
  }

  /** Those of these users who are not in the room. */
  async strangers(room: string, userIds: readonly string[]): Promise<string[]> {
    if (userIds.length === 0) return [];
    const isMember = await this.#redis.run(c => c.smismember(this.#keys.room(room).members, ...userIds));
    return userIds.filter((_, index) => isMember[index] !== 1);
  }

  /** The room as `user` sees it, after all entrants came in. A direct room that both opened is shown to both. */
  async #entered(user: User, door: Door, entrants: readonly Entrant[]): Promise<Entered> {
    const newcomers = await this.#enter(door, entrants);
    const { isUnspoken, ...room } = await this.#existing(door.room.id, user.id);
    if (isUnspoken) await this.#redis.run(c => c.hset(this.#keys.room(room.id).meta, "owner", systemUser.id));
    return { ...room, newcomers };
  }

  /** Resolves with those who were not members before. */
  async #enter({ kind: door, room }: Door, entrants: readonly Entrant[]): Promise<string[]> {
    const { meta, log, members, names, banned, removed } = this.#keys.room(room.id);
    const each = entrants.flatMap(({ id, name, title = "" }) => [id, name ? nameEntry({ id, name }) : "", title]);
    const made = [this.#newId(), room.kind, room.title, room.owner];
    return this.#redis.run(async commands => {
      const ask = async (how: "look" | "enter") => {
        const asked = [...made, door, how, ...each];
        const reply = await commands.enterRoom(meta, log, members, names, banned, removed, ...asked);
        if (reply[0] !== "entered") throw refusals[reply[0]]();
        return reply;
      };
      const list = (ids: readonly string[]) =>
        Promise.all(ids.map(id => commands.sadd(this.#keys.user(id).rooms, room.id)));

      // Whoever is refused leaves nothing behind.
      await ask("look");
      await list(entrants.map(({ id }) => id));
      const [, kind, title, head, ...newcomers] = await ask("enter");
      // Once more: somebody may have left at the same moment.
      await list(newcomers);
      if (kind === "public") {
        await Promise.all([
          commands.sadd(this.#keys.publicRooms, room.id),
          commands.zadd(this.#keys.roomNames, ...scored(roomEntries({ id: room.id, title }))),
        ]);
      }
      // What others said in a room that was lost, before this user was in it again, they have not read.
      if (door !== "lost") await this.#reads.begin(room.id, newcomers, head);
      return newcomers;
    });
  }

  async #existing(room: string, userId: string): Promise<RoomInfo> {
    const info = await this.#infos.of(room, userId);
    if (info === null) throw noSuchRoom();
    return info;
  }
}

const refusals: Record<Exclude<EnterReply[0], "entered">, () => HubbubError> = {
  conflict: () => new HubbubError("conflict", "There is a room of that id already."),
  not_found: noSuchRoom,
  banned: () => new HubbubError("forbidden", "Whoever is banned from a room does not get in."),
  private: () => new HubbubError("forbidden", "This room is private: somebody in it has to invite you."),
};

/** What a room is that nobody made on purpose. */
function roomToMake(id: string, { id: maker }: Pick<User, "id">): Door["room"] {
  if (directRoomUsers(id) !== null) return { id, kind: "direct", title: "Direct message", owner: maker };
  return { id, kind: "public", title: id, owner: id === generalRoom ? systemUser.id : maker };
}

/** A public room is entered by one, a direct room by both: the other sees the name of the one who enters. */
function entrantsOf(room: string, user: User): Entrant[] {
  const pair = directRoomUsers(room);
  if (pair === null) return [user];
  if (!pair.includes(user.id)) throw new HubbubError("forbidden", "This direct room is of two others.");
  return pair.map(id => (id === user.id ? user : { id, title: user.name }));
}
