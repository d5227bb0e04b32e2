import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";

/** Somebody came into a room. */
export interface Entrance {
  readonly room: string;
  readonly user: string;
}

export interface EntrancesSince {
  /** Names the moment, for the next reading; undefined before anybody came into a room. */
  readonly place: string | undefined;
  readonly entrances: readonly Entrance[];
  /** False where some since the place were forgotten. */
  readonly isComplete: boolean;
}

/** Those of the last minutes, however many come at once. */
const kept = 10_000;

/** Who came into which room of late, for replicas that were not told. It says who to look at, and not who is a member. */
export class Entrances {
  readonly #redis: RedisLink;
  readonly #key: string;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#key = keys.entrances;
  }

  /** Call it when the membership is there. */
  async note(room: string, user: string): Promise<void> {
    await this.#redis.run(c => c.xadd(this.#key, "MAXLEN", "~", kept, "*", "room", room, "user", user));
  }

  /** Those since `place`, in their order; all that are known where there is none. */
  async since(place: string | undefined): Promise<EntrancesSince> {
    const entries = await this.#redis.run(commands => commands.xrange(this.#key, place ?? "-", "+"));
    const isComplete = place === undefined || entries.length === 0 || entries[0]?.[0] === place;
    const news = entries.filter(([id]) => id !== place);
    return {
      place: entries.at(-1)?.[0],
      entrances: news.map(([, [, room = "", , user = ""]]) => ({ room, user })),
      isComplete,
    };
  }
}
