import type { Member, User } from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import { readEntry } from "./name-entry.ts";
import type { RedisLink } from "./redis.ts";
import { mutedField, mutedUntil } from "./room-facts.ts";
import type { Commands } from "./scripts.ts";

export interface Members {
  readonly members: readonly Member[];
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
  async page(room: string, after: string | undefined, limit: number): Promise<Members> {
    const { names } = this.#keys.room(room);
    const from = after === undefined ? "-" : `(${after}`;
    return this.#redis.run(async commands => {
      const entries = await commands.zrangebylex(names, from, "+", "LIMIT", 0, limit + 1);
      const shown = entries.slice(0, limit);
      const members = await this.#describe(commands, room, shown.map(readEntry));
      const last = shown.at(-1);
      return entries.length > limit && last !== undefined ? { members, next: last } : { members };
    });
  }

  async #describe(commands: Commands, room: string, users: readonly User[]): Promise<Member[]> {
    if (users.length === 0) return [];
    const { meta } = this.#keys.room(room);
    const [muted, presences] = await Promise.all([
      commands.hmget(meta, ...users.map(({ id }) => mutedField(id))),
      Promise.all(users.map(({ id }) => commands.hmget(this.#keys.user(id).presence, "state", "lastSeen"))),
    ]);
    return users.map((user, index) => ({
      ...user,
      ...presenceOf(presences[index]),
      ...mutedUntil(muted[index]),
    }));
  }
}

function presenceOf([known, lastSeen]: readonly (string | null)[] = []): Pick<Member, "state" | "lastSeen"> {
  const state = known === "online" || known === "away" ? known : "offline";
  return state === "offline" && lastSeen ? { state, lastSeen: Number(lastSeen) } : { state };
}
