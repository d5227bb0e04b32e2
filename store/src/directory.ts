import type { RoomSummary } from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import { beginningWith, nameKey, readEntry } from "./name-entry.ts";
import type { RedisLink } from "./redis.ts";
import { asKind, isUnspoken, titleField } from "./room-facts.ts";
import type { Rooms } from "./rooms.ts";

/** The rooms that somebody may know of: the public ones, and those that they are in. */
export class Directory {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #rooms: Pick<Rooms, "ofUser">;

  constructor(redis: RedisLink, keys: Keys, rooms: Pick<Rooms, "ofUser">) {
    this.#redis = redis;
    this.#keys = keys;
    this.#rooms = rooms;
  }

  async list(userId: string): Promise<RoomSummary[]> {
    const own = await this.#rooms.ofUser(userId);
    const open = await this.#redis.run(commands => commands.smembers(this.#keys.publicRooms));
    return this.#summaries([...own.map(room => room.id), ...open], userId);
  }

  /** Those whose title or id begins so, in whatever case: first those that the user is not in. */
  async find(prefix: string, userId: string, limit: number): Promise<RoomSummary[]> {
    const own = await this.#redis.run(commands => commands.smembers(this.#keys.user(userId).rooms));
    // A room that is found both by its title and by its id counts twice.
    const range = [...beginningWith(prefix), "LIMIT", 0, 2 * (limit + own.length)] as const;
    const open = await this.#redis.run(commands => commands.zrangebylex(this.#keys.roomNames, ...range));
    const key = nameKey(prefix);
    const isMeant = ({ id, title }: RoomSummary) => id.startsWith(key) || nameKey(title).startsWith(key);
    const known = await this.#summaries([...own, ...open.map(entry => readEntry(entry).id)], userId);
    const found = known.filter(isMeant);
    const isOwn = ({ id }: RoomSummary) => own.includes(id);
    return [...found.filter(room => !isOwn(room)), ...found.filter(isOwn)].slice(0, limit);
  }

  /** In the order of their ids. What an index names wrongly is left out. */
  async #summaries(ids: readonly string[], userId: string): Promise<RoomSummary[]> {
    const sorted = [...new Set(ids)].sort();
    const summaries = await Promise.all(sorted.map(id => this.#summary(id, userId)));
    return summaries.filter(summary => summary !== null);
  }

  async #summary(id: string, userId: string): Promise<RoomSummary | null> {
    const { meta, members } = this.#keys.room(id);
    const [[kind, title, ownTitle, owner, seq], count, isMember] = await this.#redis.run(commands =>
      Promise.all([
        commands.hmget(meta, "kind", "title", titleField(userId), "owner", "seq"),
        commands.scard(members),
        commands.sismember(members, userId),
      ]),
    );
    if (!kind || (kind !== "public" && isMember !== 1)) return null;
    if (isUnspoken(asKind(kind), owner, Number(seq), userId)) return null;
    return { id, kind: asKind(kind), title: ownTitle ?? title ?? id, members: count };
  }
}
