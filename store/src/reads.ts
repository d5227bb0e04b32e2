import { HubbubError, type ReadMark } from "@hubbub/protocol";
import { noSuchRoom } from "./faults.ts";
import type { Keys } from "./keys.ts";
import { fromEntry, seqOf, textsAt } from "./log-entry.ts";
import { asMark, fieldsOfHead, headOf, placeOf, type ReadPlace, withOwn } from "./read-place.ts";
import type { RedisLink } from "./redis.ts";
import { spokeField } from "./room-facts.ts";
import { removedAfter } from "./room-infos.ts";
import type { StreamEntry } from "./scripts.ts";

/** How far users have read their rooms. What is unread is a difference of two counts, never a search. */
export class Reads {
  readonly #redis: RedisLink;
  readonly #keys: Keys;

  constructor(redis: RedisLink, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /**
   * The user has read up to `seq`, if they had not before. With an `epoch` only where it is the room's still.
   * Rejects with `not_found` or `forbidden` for who is not a member.
   */
  async mark(room: string, userId: string, seq: number, epoch?: string): Promise<ReadMark> {
    const { meta, log, members } = this.#keys.room(room);
    const { read } = this.#keys.user(userId);
    const [values, [entry], isMember, known] = await this.#redis.run(commands =>
      Promise.all([
        commands.hmget(meta, ...fieldsOfHead, spokeField(userId)),
        commands.xrange(log, `${seq}-0`, "+", "COUNT", 1),
        commands.sismember(members, userId),
        commands.hget(read, room),
      ]),
    );
    const head = headOf(values);
    if (head === null) throw noSuchRoom();
    if (isMember !== 1) throw new HubbubError("forbidden", "You are not in this room.");
    const { position } = head;
    const isOfNow = epoch === undefined || epoch === position.epoch;
    const wanted = seq < position.seq && entry !== undefined ? placeAt(seq, entry) : head.place;
    const furthest = laterOf(wanted, placeOf(known, head));
    const mark = isOfNow ? await this.#forward(read, room, asMark(position.epoch, furthest)) : known;
    const place = withOwn(placeOf(mark, head), values.at(-1), head);
    const texts = head.place.texts - place.texts;
    const removed = texts > 0 && head.hasRemovals ? await removedAfter(this.#redis, this.#keys, room, place) : 0;
    return { seq: place.seq, unread: Math.max(0, texts - removed), position };
  }

  /** Whoever comes into a room has nothing to catch up with: `mark` is the head that the room had then. */
  async begin(room: string, userIds: readonly string[], mark: string): Promise<void> {
    await Promise.all(userIds.map(id => this.#forward(this.#keys.user(id).read, room, mark)));
  }

  #forward(read: string, room: string, mark: string): Promise<string> {
    return this.#redis.run(commands => commands.markRead(read, room, mark));
  }
}

const laterOf = (a: ReadPlace, b: ReadPlace): ReadPlace => (a.seq < b.seq ? b : a);

/** The place at `seq`, by the first entry from there on: a later one where the log has lost what was before. */
function placeAt(seq: number, entry: StreamEntry): ReadPlace {
  const texts = textsAt(entry);
  const isCounted = seqOf(entry) === seq || fromEntry(entry).kind !== "text";
  return { seq, texts: isCounted ? texts : texts - 1 };
}
