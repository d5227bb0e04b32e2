import { directRoomUsers, type Position, type RoomFacts } from "@hubbub/protocol";
import DataLoader from "dataloader";
import { askedTogether, inOneTurn } from "./gathered.ts";
import type { Keys } from "./keys.ts";
import { fieldsOfHead, headOf, placeOf, type ReadPlace, withOwn } from "./read-place.ts";
import type { RedisLink } from "./redis.ts";
import { asKind, isUnspoken, mutedField, mutedUntil, ownerOf, spokeField, titleField } from "./room-facts.ts";
import type { Commands, RoomsReply } from "./scripts.ts";

/** A room as the user sees it who asked. */
export interface RoomInfo extends RoomFacts {
  readonly position: Position;
  /** How many texts there are up to `position`. */
  readonly texts: number;
  /** The place up to which the user has read. */
  readonly read: ReadPlace;
  /** How many texts after that were removed. */
  readonly removed: number;
  /** Until when they may not speak in it, in ms since 1970; may have passed. */
  readonly muted?: number;
  /** A direct room that the other opened, and in which nobody has said anything yet: it is not shown. */
  readonly isUnspoken?: true;
}

interface Question {
  readonly room: string;
  readonly user: string;
  /** How far the user has read the room, where that is known. */
  readonly mark?: string | null;
}

/** What is known of one room, and which of those who asked are members. */
interface Reading {
  readonly meta: ReadonlyMap<string, string | null>;
  readonly members: ReadonlySet<string>;
}

const fields = [...fieldsOfHead, "kind", "title", "owner"];

/**
 * Rooms as their members see them. All who ask in one turn of the event loop share the commands, two a room, so that a
 * crowd that comes back costs Redis little more than one of them. A server that is lost fails only those who asked about
 * what it holds.
 */
export class RoomInfos {
  readonly #redis: Pick<RedisLink, "run">;
  readonly #keys: Keys;
  readonly #questions: DataLoader<Question, RoomInfo | null>;
  readonly #roomsOf: (user: string) => Promise<RoomsReply>;

  constructor(redis: Pick<RedisLink, "run" | "isCluster">, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
    this.#questions = new DataLoader(questions => this.#answer(questions), inOneTurn);
    this.#roomsOf = askedTogether(redis, (commands, users) => {
      const of = users.map(user => keys.user(user)).flatMap(({ rooms, read }) => [rooms, read]);
      return commands.readRooms(of.length, ...of);
    });
  }

  /** The room as a member sees it; null for others. */
  of(room: string, user: string): Promise<RoomInfo | null> {
    return this.#questions.load({ room, user });
  }

  /** Those of these rooms that the user is a member of. */
  ofThese(rooms: readonly string[], user: string): Promise<RoomInfo[]> {
    return this.#those(rooms.map(room => ({ room, user })));
  }

  /** The rooms that the user is a member of. */
  async ofUser(user: string): Promise<RoomInfo[]> {
    const [rooms, marks] = await this.#roomsOf(user);
    return this.#those(rooms.map((room, index) => ({ room, user, mark: marks[index] ?? null })));
  }

  async #those(questions: readonly Question[]): Promise<RoomInfo[]> {
    const infos = await Promise.all(questions.map(question => this.#questions.load(question)));
    return infos.filter(info => info !== null);
  }

  async #answer(questions: readonly Question[]): Promise<(RoomInfo | null | Error)[]> {
    const readings = readEach(questions, "room", "user", (room, users) =>
      this.#redis.run(commands => this.#read(commands, room, users)),
    );
    const unmarked = questions.filter(({ mark }) => mark === undefined);
    const marks = readEach(unmarked, "user", "room", (user, rooms) =>
      this.#redis.run(commands => this.#marks(commands, user, rooms)),
    );
    const answers = questions.map(async ({ room, user, mark }) => {
      const [reading, marksOfUser] = await Promise.all([readings.get(room), marks.get(user)]);
      const info = infoFor(room, user, reading, mark ?? marksOfUser?.get(room));
      const isSure = info === null || info.texts === info.read.texts || !reading?.meta.get("removals");
      return isSure ? info : { ...info, removed: await removedAfter(this.#redis, this.#keys, room, info.read) };
    });
    return (await Promise.allSettled(answers)).map(each => (each.status === "fulfilled" ? each.value : each.reason));
  }

  /** How far one user has read these rooms. */
  async #marks(
    commands: Commands,
    user: string,
    rooms: readonly string[],
  ): Promise<ReadonlyMap<string, string | null>> {
    const marks = await commands.hmget(this.#keys.user(user).read, ...rooms);
    return new Map(rooms.map((room, index) => [room, marks[index] ?? null]));
  }

  async #read(commands: Commands, room: string, users: readonly string[]): Promise<Reading> {
    const { meta, members } = this.#keys.room(room);
    const wanted = [
      ...fields,
      ...(directRoomUsers(room) ?? []).map(titleField),
      ...users.flatMap(user => [mutedField(user), spokeField(user)]),
    ];
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

/** How many texts of the room were removed that come after this place. */
export const removedAfter = (
  redis: Pick<RedisLink, "run">,
  keys: Keys,
  room: string,
  { seq }: ReadPlace,
): Promise<number> => redis.run(commands => commands.zcount(keys.room(room).removed, "-inf", `(-${seq}`));

/** Reads once for each `one` of the questions, with every `other` that it is asked together with. */
function readEach<T>(
  questions: readonly Question[],
  one: "room" | "user",
  other: "room" | "user",
  read: (one: string, others: readonly string[]) => Promise<T>,
): ReadonlyMap<string, Promise<T>> {
  const others = (asked: readonly Question[]) => [...new Set(asked.map(question => question[other]))];
  const groups = Map.groupBy(questions, question => question[one]);
  return new Map([...groups].map(([key, asked]) => [key, read(key, others(asked))]));
}

function infoFor(
  id: string,
  user: string,
  reading: Reading | undefined,
  mark: string | null | undefined,
): RoomInfo | null {
  if (!reading?.members.has(user)) return null;
  const { meta } = reading;
  const head = headOf(fieldsOfHead.map(field => meta.get(field)));
  if (head === null) return null;
  const kind = asKind(meta.get("kind"));
  const title = meta.get(titleField(user)) ?? meta.get("title") ?? id;
  return {
    id,
    kind,
    title,
    owner: ownerOf(kind, meta.get("owner")),
    position: head.position,
    texts: head.place.texts,
    read: withOwn(placeOf(mark, head), meta.get(spokeField(user)), head),
    removed: 0,
    ...mutedUntil(meta.get(mutedField(user))),
    ...(isUnspoken(kind, meta.get("owner"), head.position.seq, user) ? { isUnspoken: true } : {}),
  };
}
