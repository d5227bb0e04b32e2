import { randomUUID } from "node:crypto";
import { HubbubError, type Message, type MessageKind, type Position, systemUser, type User } from "@hubbub/protocol";
import { noSuchRoom } from "./faults.ts";
import type { Keys } from "./keys.ts";
import { fromBody, fromEntries, toBody } from "./log-entry.ts";
import { type LogRecovery, Recoveries } from "./recoveries.ts";
import type { RedisLink } from "./redis.ts";
import type { AppendReply } from "./scripts.ts";
import type { HistoryRules } from "./settings.ts";
import { SharedReads } from "./shared-reads.ts";

export interface NewMessage {
  readonly room: string;
  readonly kind: MessageKind;
  readonly user: User;
  readonly text: string;
  readonly clientMessageId: string;
  readonly at: number;
  /** Of an edit or a removal: the seq of the text, and its `clientMessageId` where the sender knows it. */
  readonly target?: number;
  readonly targetId?: string | undefined;
}

export interface Appended {
  readonly message: Message;
  readonly epoch: string;
  /** The log had it already; `message` is the one of then. */
  readonly duplicate: boolean;
  /** It had it and has dropped it since: the message has no words, for it may have been removed before. */
  readonly isTrimmed: boolean;
}

/**
 * The logs of all rooms. An entry is in the log before any method that gives it resolves. The words of a text that was
 * removed are in no answer any more.
 */
export class RoomLog {
  readonly #redis: RedisLink;
  readonly #keys: Keys;
  readonly #rules: HistoryRules;
  readonly #newEpoch: () => string;
  readonly #heads = new SharedReads<Position | null>();
  readonly #recoveries: Recoveries;

  /** `newEpoch` names the epoch that a failover begins. */
  constructor(redis: RedisLink, keys: Keys, rules: HistoryRules, newEpoch: () => string = randomUUID) {
    this.#redis = redis;
    this.#keys = keys;
    this.#rules = rules;
    this.#newEpoch = newEpoch;
    this.#recoveries = new Recoveries(redis, keys);
  }

  /**
   * Gives the message its seq, or finds the one that the same (user, clientMessageId) got before.
   * Rejects with `not_found` (no such room or target), `forbidden` (not a member; muted; another's text) or `conflict` (the
   * target was removed); the system user need not be a member.
   */
  async append(sent: NewMessage): Promise<Appended> {
    const { room, targetId = "", ...body } = sent;
    const { meta, log, members, removed } = this.#keys.room(room);
    const member = body.user.id === systemUser.id ? "" : body.user.id;
    const { length, ageMs, dedupeMs } = this.#rules;
    const nextEpoch = (await this.#redis.mayForget) ? this.#newEpoch() : "";
    const reply = await this.#redis.run(commands =>
      commands.appendMessage(
        meta,
        log,
        members,
        this.#keys.sent(room, body.user.id, body.clientMessageId),
        removed,
        member,
        toBody(body),
        dedupeMs,
        length,
        ageMs,
        nextEpoch,
        body.kind,
        body.target ?? "",
        targetId,
      ),
    );
    if (reply.length === 1) throw refusals[reply[0]]();
    if (reply[0] === "muted") throw muted(reply[1], reply[2]);
    const [status, epoch, seq, known, isRemoved] = reply;
    const duplicate = status === "duplicate";
    const isTrimmed = duplicate && !known;
    const message = known ? fromBody(seq, known) : { seq, ...body };
    return { message: isTrimmed || isRemoved ? { ...message, text: "" } : message, epoch, duplicate, isTrimmed };
  }

  /** Exactly what came after `position`, or else the newest page. Rejects with `not_found`. */
  recover(room: string, position: Position = { epoch: "", seq: 0 }): Promise<LogRecovery> {
    return this.#recoveries.of(room, position);
  }

  /** Up to `limit` messages with a seq below `before`, in order of seq. */
  async page(room: string, before: number, limit: number): Promise<{ messages: Message[]; more: boolean }> {
    const { log, removed } = this.#keys.room(room);
    const [entries, gone] = await this.#redis.run(commands => commands.readPage(log, removed, before, limit + 1));
    return { messages: fromEntries(entries.slice(0, limit).reverse(), gone), more: entries.length > limit };
  }

  /** The heads of the rooms that exist; the commands leave together, and who asks for a room at once shares them. */
  async heads(rooms: readonly string[]): Promise<Map<string, Position>> {
    const heads = await Promise.all(rooms.map(room => this.#heads.read(room, () => this.#head(room))));
    const known = new Map<string, Position>();
    rooms.forEach((room, index) => {
      const head = heads[index];
      if (head) known.set(room, head);
    });
    return known;
  }

  async #head(room: string): Promise<Position | null> {
    const { meta } = this.#keys.room(room);
    const [epoch, seq] = await this.#redis.run(commands => commands.hmget(meta, "epoch", "seq"));
    return epoch ? { epoch, seq: Number(seq) } : null;
  }
}

const refusals: Record<Extract<AppendReply, [unknown]>[0], () => HubbubError> = {
  not_found: noSuchRoom,
  forbidden: () => new HubbubError("forbidden", "You are not in this room."),
  no_target: () => new HubbubError("not_found", "There is no such message to change."),
  not_yours: () => new HubbubError("forbidden", "Only who wrote a message changes it."),
  removed: () => new HubbubError("conflict", "The message was removed."),
};

const muted = (until: string, retryAfterMs: string): HubbubError =>
  new HubbubError("forbidden", `You are muted in this room until ${new Date(Number(until)).toISOString()}.`, {
    retryAfterMs: Number(retryAfterMs),
  });
