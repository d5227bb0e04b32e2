import { directRoomUsers, type Position, type RoomFacts } from "@hubbub/protocol";
import DataLoader from "dataloader";
import type { Keys } from "./keys.ts";
import type { RedisLink } from "./redis.ts";
import { asKind, mutedField, mutedUntil, ownerOf, titleField } from "./room-facts.ts";
import type { Commands } from "./scripts.ts";

/** A room as the user sees it who asked. */
export interface RoomInfo extends RoomFacts {
  readonly position: Position;
  /** Until when they may not speak in it, in ms since 1970; may have passed. */
  readonly muted?: number;
}

interface Question {
  readonly room: string;
  readonly user: string;
}

/** What is known of one room, and which of those who asked are members. */
interface Reading {
  readonly meta: ReadonlyMap<string, string | null>;
  readonly members: ReadonlySet<string>;
}

const fields = ["epoch", "seq", "kind", "title", "owner"];

/**
 * Rooms as their members see them. All who ask in one turn of the event loop share the commands, two a room, so that a
 * crowd that comes back costs Redis little more than one of them.
 */
export class RoomInfos {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #questions: DataLoader<Question, RoomInfo | null>;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
    this.#questions = new DataLoader(questions => this.#answer(questions), {
      cache: false,
      batchScheduleFn: answer => void setImmediate(answer),
    });
  }

  /** The room as a member sees it; null for others. */
  of(room: string, user: string): Promise<RoomInfo | null> {
    return this.#questions.load({ room, user });
  }

  async #answer(questions: readonly Question[]): Promise<(RoomInfo | null)[]> {
    const askers = Map.groupBy(questions, ({ room }) => room);
    const readings = await this.#redis.run(commands =>
      Promise.all(
        [...askers].map(async ([room, asked]): Promise<[string, Reading]> => {
          const users = [...new Set(asked.map(({ user }) => user))];
          return [room, await this.#read(commands, room, users)];
        }),
      ),
    );
    const known = new Map(readings);
    return questions.map(({ room, user }) => infoFor(room, user, known.get(room)));
  }

  async #read(commands: Commands, room: string, users: readonly string[]): Promise<Reading> {
    const { meta, members } = this.#keys.room(room);
    const wanted = [...fields, ...(directRoomUsers(room) ?? []).map(titleField), ...users.map(mutedField)];
    const [values, isMember] = await Promise.all([
      commands.hmget(meta, ...wanted),
      commands.smismember(members, ...users),
    ]);
    return {
      meta: new Map(wanted.map((field, index) => [field, values[index] ?? null])),
      members: new Set(users.filter((_, index) => isMember[index] === 1)),
    };
  }
}

function infoFor(id: string, user: string, reading: Reading | undefined): RoomInfo | null {
  const epoch = reading?.meta.get("epoch");
  if (!reading?.members.has(user) || !epoch) return null;
  const { meta } = reading;
  const kind = asKind(meta.get("kind"));
  const title = meta.get(titleField(user)) ?? meta.get("title") ?? id;
  const position = { epoch, seq: Number(meta.get("seq")) };
  return {
    id,
    kind,
    title,
    owner: ownerOf(kind, meta.get("owner")),
    position,
    ...mutedUntil(meta.get(mutedField(user))),
  };
}
