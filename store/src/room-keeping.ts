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

  /**
   * The owner of `before` gives the room another title, or another owner, who may speak from then on. Rejects with `forbidden`
   * where the room has another owner by now, and with `not_found` where the next one is not in it.
   */
  async change(before: RoomFacts, change: { title?: string; owner?: string }): Promise<RoomFacts> {
    const after = { ...before, ...change };
    const { meta, members } = this.#keys.room(before.id);
    const { title = "", owner = "" } = change;
    await this.#redis.run(async commands => {
      if (after.kind === "public") await commands.zadd(this.#keys.roomNames, ...scored(roomEntries(after)));
      const outcome = await commands.changeRoom(meta, members, before.owner ?? "", title, owner);
      if (after.kind === "public") await this.#index(commands, before, after);
      if (outcome === "stranger")
        throw new HubbubError("not_found", "Whoever is to be the owner has to be in the room.");
      if (outcome === "not_owner") throw notTheOwner();
    });
    return after;
  }

  /**
   * `until` in ms since 1970; 0 ends it. Resolves with whether the user is in the room: who is not is not muted. Rejects with
   * `forbidden` where the room has another owner by now, or the user is the owner.
   */
  async mute(room: string, owner: string, userId: string, until: number): Promise<boolean> {
    const { meta, members } = this.#keys.room(room);
    const outcome = await this.#redis.run(c => c.muteMember(meta, members, owner, userId, until));
    if (outcome === "owner" || outcome === "not_owner") throw notTheOwner();
    return outcome === "done";
  }

  /** In ms since 1970; may have passed, and is 0 of who is not muted. */
  async mutedUntil(room: string, userId: string): Promise<number> {
    return Number(await this.#redis.run(c => c.hget(this.#keys.room(room).meta, mutedField(userId))));
  }

  /**
   * A member no more, and not again. Resolves with whether the user was one. Rejects with `forbidden` where they are the owner by
   * now, or the room is gone.
   */
  async ban(room: string, user: User): Promise<boolean> {
    const { meta, members, names, banned } = this.#keys.room(room);
    const outcome = await this.#redis.run(commands =>
      commands.banMember(meta, members, names, banned, user.id, user.name, nameEntry(user)),
    );
    if (outcome === "refused") throw notTheOwner();
    return outcome === "left";
  }

  async unban(room: string, userId: string): Promise<void> {
    await this.#redis.run(commands => commands.hdel(this.#keys.room(room).banned, userId));
  }

  async banned(room: string): Promise<User[]> {
    const names = await this.#redis.run(commands => commands.hgetall(this.#keys.room(room).banned));
    return Object.entries(names).map(([id, name]) => ({ id, name }));
  }

  /** The room is found by what it is called now: others may have called it something else at the same moment. */
  async #index(commands: Commands, before: RoomFacts, after: RoomFacts): Promise<void> {
    const entriesOfNow = async () => {
      const room = await this.#read(commands, before.id);
      return room === null ? [] : roomEntries(room);
    };
    const kept = await entriesOfNow();
    const gone = [before, after].flatMap(roomEntries).filter(entry => !kept.includes(entry));
    if (gone.length > 0) await commands.zrem(this.#keys.roomNames, ...gone);
    // One who did that later may have been faster.
    const found = await entriesOfNow();
    if (found.length > 0) await commands.zadd(this.#keys.roomNames, ...scored(found));
  }

  async #read(commands: Commands, id: string): Promise<KnownRoom | null> {
    const fields = ["kind", "title", "owner", "epoch", "exits"] as const;
    const [kind, title, owner, epoch, exits] = await commands.hmget(this.#keys.room(id).meta, ...fields);
    if (!kind || !epoch) return null;
    const facts = { id, kind: asKind(kind), title: title ?? id, owner: ownerOf(asKind(kind), owner) };
    return { ...facts, epoch, exits: Number(exits ?? 0) };
  }
}

const notTheOwner = () => new HubbubError("forbidden", "The room has another owner by now.");
