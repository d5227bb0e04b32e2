import type { User } from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import { readEntry } from "./name-entry.ts";
import type { RedisLink } from "./redis.ts";
import { mutedField, mutedUntil } from "./room-facts.ts";

export interface MemberPage {
  readonly members: readonly (User & { readonly muted?: number })[];
  /** Where the next page begins; absent after the last one. */
  readonly next?: string;
}

/** The members of rooms, a page at a time: a room may have thousands. */
export class MemberLists {
  readonly #redis: RedisLink;
  readonly #keys: Keys;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** In the order of their names, from after the `next` of the page before. */
  async page(room: string, after: string | undefined, limit: number): Promise<MemberPage> {
    const { names, meta } = this.#keys.room(room);
    const from = after === undefined ? "-" : `(${after}`;
    const entries = await this.#redis.run(c => c.zrangebylex(names, from, "+", "LIMIT", 0, limit + 1));
    const shown = entries.slice(0, limit);
    const last = shown.at(-1);
    if (last === undefined) return { members: [] };
    const users = shown.map(readEntry);
    const muted = await this.#redis.run(c => c.hmget(meta, ...users.map(({ id }) => mutedField(id))));
    const members = users.map((user, index) => ({ ...user, ...mutedUntil(muted[index]) }));
    return entries.length > limit ? { members, next: last } : { members };
  }
}
