import { HubbubError, type RoomFacts, type User } from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import { nameEntry, roomEntries, scored } from "./name-entry.ts";
import type { RedisLink } from "./redis.ts";
import { asKind, mutedField, ownerOf } from "./room-facts.ts";
import type { Commands } from "./scripts.ts";

/** A room as it is remembered. */
export interface KnownRoom extends RoomFacts {
  readonly epoch: string;
  /** How many people left it, or were shown out of it. */
  readonly exits: number;
}

/** What the owner of a room does to it. Who may do what is decided elsewhere. */
export class RoomKeeping {
  readonly #redis: RedisLink;
  readonly #keys: Keys;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Rejects with `not_found`. */
  async facts(room: string): Promise<RoomFacts> {
    const known = await this.#redis.run(commands => this.#read(commands, room));
    if (known === null) throw new HubbubError("not_found", `There is no room ${room}.`);
    const { id, kind, title, owner } = known;
    return { id, kind, title, owner };
  }

  /** Those of these rooms that there are, without those whose server is lost; the commands leave together. */
  async known(rooms: readonly string[]): Promise<Map<string, KnownRoom>> {
    const all = await Promise.allSettled(rooms.map(room => this.#redis.run(commands => this.#read(commands, room))));
    const known = all.map(each => (each.status === "fulfilled" ? each.value : null)).filter(room => room !== null);
    return new Map(known.map(room => [room.id, room]));
  }

  /** Gives the room another title or owner; `before` is what it was. */
  async change(before: RoomFacts, change: Partial<Pick<RoomFacts, "title" | "owner">>): Promise<RoomFacts> {
    const after = { ...before, ...change };
    const { meta } = this.#keys.room(before.id);
    await this.#redis.run(async commands => {
      if (after.kind === "public") await commands.zadd(this.#keys.roomNames, ...scored(roomEntries(after)));
      await commands.hset(meta, change);
      const kept = roomEntries(after);
      const gone = roomEntries(before).filter(entry => !kept.includes(entry));
      if (gone.length > 0) await commands.zrem(this.#keys.roomNames, ...gone);
    });
    return after;
  }

  /** `until` in ms since 1970; 0 ends it. */
  async mute(room: string, userId: string, until: number): Promise<void> {
    const { meta } = this.#keys.room(room);
    await this.#redis.run(commands =>
      until === 0 ? commands.hdel(meta, mutedField(userId)) : commands.hset(meta, mutedField(userId), until),
    );
  }

  /** Banned first, a member no more then: nobody slips in between. */
  async ban(room: string, user: User): Promise<void> {
    const { banned, members, meta, names } = this.#keys.room(room);
    await this.#redis.run(async commands => {
      await commands.hset(banned, user.id, user.name);
      await Promise.all([
        commands.srem(members, user.id),
        commands.zrem(names, nameEntry(user)),
        commands.hincrby(meta, "exits", 1),
      ]);
      await commands.srem(this.#keys.user(user.id).rooms, room);
    });
  }

  async unban(room: string, userId: string): Promise<void> {
    await this.#redis.run(commands => commands.hdel(this.#keys.room(room).banned, userId));
  }

  async banned(room: string): Promise<User[]> {
    const names = await this.#redis.run(commands => commands.hgetall(this.#keys.room(room).banned));
    return Object.entries(names).map(([id, name]) => ({ id, name }));
  }

  async #read(commands: Commands, id: string): Promise<KnownRoom | null> {
    const fields = ["kind", "title", "owner", "epoch", "exits"] as const;
    const [kind, title, owner, epoch, exits] = await commands.hmget(this.#keys.room(id).meta, ...fields);
    if (!kind || !epoch) return null;
    const facts = { id, kind: asKind(kind), title: title ?? id, owner: ownerOf(asKind(kind), owner) };
    return { ...facts, epoch, exits: Number(exits ?? 0) };
  }
}
