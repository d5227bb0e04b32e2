import { randomUUID } from "node:crypto";
import {
  HubbubError,
  limits,
  type Message,
  type MessageKind,
  type Position,
  type Recovery,
  systemUser,
  type User,
} from "@hubbub/protocol";
import type { Keys } from "./keys.ts";
import { fromBody, fromEntry, type MessageBody, toBody } from "./log-entry.ts";
import type { RedisLink } from "./redis.ts";
import type { HistoryRules } from "./settings.ts";
import { SharedReads } from "./shared-reads.ts";

export interface NewMessage {
  readonly room: string;
  readonly kind: MessageKind;
  readonly user: User;
  readonly text: string;
  readonly clientMessageId: string;
  readonly at: number;
  readonly target?: number;
}

export interface Appended {
  readonly message: Message;
  readonly epoch: string;
  /** The log had it already; `message` is the one of then. */
  readonly duplicate: boolean;
}

/** The logs of all rooms. An entry is in the log before any method that gives it resolves. */
export class RoomLog {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #rules: HistoryRules;
  readonly #newEpoch: () => string;
  readonly #recoveries = new SharedReads<Recovery>();

  /** `newEpoch` names the epoch that a failover begins. */
  constructor(redis: RedisLink, keys: Keys, rules: HistoryRules, newEpoch: () => string = randomUUID) {
    this.#redis = redis;
    this.#keys = keys;
    this.#rules = rules;
    this.#newEpoch = newEpoch;
  }

  /**
   * Gives the message its seq, or finds the one that the same (user, clientMessageId) got before.
   * Rejects with `not_found` or `forbidden`; the system user need not be a member.
   */
  async append(message: NewMessage): Promise<Appended> {
    const { room, ...body } = message;
    const { meta, log, members } = this.#keys.room(room);
    const sent = this.#keys.sent(room, body.user.id, body.clientMessageId);
    const member = body.user.id === systemUser.id ? "" : body.user.id;
    const { length, ageMs, dedupeMs } = this.#rules;
    const reply = await this.#redis.run(commands =>
      commands.appendMessage(
        meta,
        log,
        members,
        sent,
        member,
        toBody(body),
        dedupeMs,
        length,
        ageMs,
        this.#redis.mayFailOver ? this.#newEpoch() : "",
      ),
    );
    if (reply[0] === "not_found") throw noSuchRoom();
    if (reply[0] === "forbidden") throw new HubbubError("forbidden", "You are not in this room.");
    const [status, epoch, seq, known] = reply;
    return { message: readBack(seq, body, known), epoch, duplicate: status === "duplicate" };
  }

  /** Exactly what came after `position`, or else the newest page. Rejects with `not_found`. */
  recover(room: string, position: Position = { epoch: "", seq: 0 }): Promise<Recovery> {
    return this.#recoveries.read(`${room} ${position.epoch} ${position.seq}`, () => this.#recover(room, position));
  }

  /** Up to `limit` messages with a seq below `before`, in order of seq. */
  async page(room: string, before: number, limit: number): Promise<{ messages: Message[]; more: boolean }> {
    const { log } = this.#keys.room(room);
    const entries = await this.#redis.run(commands => commands.xrevrange(log, `(${before}-0`, "-", "COUNT", limit + 1));
    const messages = entries.slice(0, limit).map(fromEntry).reverse();
    return { messages, more: entries.length > limit };
  }

  /** The heads of the rooms that exist; the commands leave together. */
  async heads(rooms: readonly string[]): Promise<Map<string, Position>> {
    const metas = await this.#redis.run(commands =>
      Promise.all(rooms.map(room => commands.hmget(this.#keys.room(room).meta, "epoch", "seq"))),
    );
    const heads = new Map<string, Position>();
    rooms.forEach((room, index) => {
      const [epoch, seq] = metas[index] ?? [];
      if (epoch) heads.set(room, { epoch, seq: Number(seq) });
    });
    return heads;
  }

  async #recover(room: string, { epoch, seq }: Position): Promise<Recovery> {
    const { meta, log } = this.#keys.room(room);
    const reply = await this.#redis.run(commands => commands.recoverRoom(meta, log, epoch, seq, limits.pageLength));
    if (reply === null) throw noSuchRoom();
    const [current, head, recovered, oldest, entries] = reply;
    const messages = entries.map(fromEntry);
    const first = messages[0]?.seq ?? head + 1;
    return { position: { epoch: current, seq: head }, recovered: recovered === 1, messages, more: oldest < first };
  }
}

const noSuchRoom = () => new HubbubError("not_found", "There is no such room.");

/** A message that was sent before is the one of then; where that was trimmed, what was sent now tells it best. */
const readBack = (seq: number, sent: MessageBody, known: string | null | undefined): Message =>
  known ? fromBody(seq, known) : { seq, ...sent };
