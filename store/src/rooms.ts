import {
  directRoomId,
  directRoomUsers,
  generalRoom,
  HubbubError,
  type RoomSummary,
  systemUser,
  type User,
} from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";
import { asKind, type RoomInfo, RoomInfos, titleField } from "./room-infos.ts";

/** Who enters a room, and the title that they see ("" for the room's own). */
type Entrant = readonly [userId: string, title: string];

/**
 * Rooms and their members. A user's set of rooms is only an index over the rooms' sets of members:
 * written before, removed after, so that a crash in between leaves too much in it and never too little.
 */
export class Rooms {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #newId: () => string;
  readonly #infos: RoomInfos;

  /** `newId` gives the epoch of a room that is made. */
  constructor(redis: RedisLink, keys: Keys, newId: () => string) {
    this.#redis = redis;
    this.#keys = keys;
    this.#newId = newId;
    this.#infos = new RoomInfos(redis, keys);
  }

  /**
   * Makes the room if there is none yet, and the user a member: with a new epoch, should Redis have lost it.
   * A direct room has both its users as members, and is `forbidden` to others.
   */
  async join(room: string, user: User): Promise<RoomInfo> {
    await this.#enter(room, user.id, entrantsOf(room, user));
    return this.#existing(room, user.id);
  }

  async leave(room: string, userId: string): Promise<void> {
    await this.#redis.run(async commands => {
      await commands.srem(this.#keys.room(room).members, userId);
      await commands.srem(this.#keys.user(userId).rooms, room);
    });
  }

  /** The room of these two, made if there is none yet. */
  async openDirect(a: User, b: User): Promise<RoomInfo> {
    const room = directRoomId(a.id, b.id);
    await this.#enter(room, a.id, [
      [a.id, b.name],
      [b.id, a.name],
    ]);
    return this.#existing(room, a.id);
  }

  /** The rooms that the user is a member of; `general` always is one of them. */
  async ofUser(userId: string): Promise<RoomInfo[]> {
    const ids = await this.#redis.run(commands => commands.smembers(this.#keys.user(userId).rooms));
    const rooms = await this.ofThese(ids, userId);
    if (rooms.some(room => room.id === generalRoom)) return rooms;
    await this.#enter(generalRoom, userId, [[userId, ""]]);
    return [await this.#existing(generalRoom, userId), ...rooms];
  }

  /** Those of these rooms that the user is a member of. */
  async ofThese(ids: readonly string[], userId: string): Promise<RoomInfo[]> {
    return (await Promise.all(ids.map(id => this.#infos.of(id, userId)))).filter(room => room !== null);
  }

  async isMember(room: string, userId: string): Promise<boolean> {
    return (await this.#redis.run(commands => commands.sismember(this.#keys.room(room).members, userId))) === 1;
  }

  /** The public rooms, and the direct rooms of the user. */
  async list(userId: string): Promise<RoomSummary[]> {
    const own = await this.ofUser(userId);
    const open = await this.#redis.run(commands => commands.smembers(this.#keys.publicRooms));
    const ids = [...new Set([...own.map(room => room.id), ...open])].sort();
    const summaries = await Promise.all(ids.map(id => this.#summary(id, userId)));
    return summaries.filter(summary => summary !== null);
  }

  async #enter(room: string, owner: string, entrants: readonly Entrant[]): Promise<void> {
    const { meta, log, members } = this.#keys.room(room);
    const isPublic = directRoomUsers(room) === null;
    await this.#redis.run(async commands => {
      await Promise.all([
        ...entrants.map(([id]) => commands.sadd(this.#keys.user(id).rooms, room)),
        ...(isPublic ? [commands.sadd(this.#keys.publicRooms, room)] : []),
      ]);
      const [kind, title] = isPublic ? ["public", room] : ["direct", "Direct message"];
      const maker = room === generalRoom ? systemUser.id : owner;
      await commands.enterRoom(meta, log, members, this.#newId(), kind, title, maker, ...entrants.flat());
    });
  }

  async #existing(room: string, userId: string): Promise<RoomInfo> {
    const info = await this.#infos.of(room, userId);
    if (info === null) throw new HubbubError("not_found", "There is no such room.");
    return info;
  }

  async #summary(id: string, userId: string): Promise<RoomSummary | null> {
    const { meta, members } = this.#keys.room(id);
    const [[kind, title, ownTitle], count] = await this.#redis.run(commands =>
      Promise.all([commands.hmget(meta, "kind", "title", titleField(userId)), commands.scard(members)]),
    );
    return kind ? { id, kind: asKind(kind), title: ownTitle ?? title ?? id, members: count } : null;
  }
}

/** A public room is entered by one, a direct room by both: the other sees the name of the one who enters. */
function entrantsOf(room: string, user: User): Entrant[] {
  const pair = directRoomUsers(room);
  if (pair === null) return [[user.id, ""]];
  if (!pair.includes(user.id)) throw new HubbubError("forbidden", "This direct room is of two others.");
  return pair.map(id => [id, id === user.id ? "" : user.name]);
}
