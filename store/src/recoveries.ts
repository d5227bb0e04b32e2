import { limits, type Position, type Recovery } from "@hubbub/protocol";
import { LRUCache } from "lru-cache";
import { noSuchRoom } from "./faults.ts";
import type { Keys } from "./keys.ts";
import { fromEntries } from "./log-entry.ts";
import type { RedisLink } from "./redis.ts";
import type { RecoverReply } from "./scripts.ts";
import { SharedReads } from "./shared-reads.ts";

/** A recovery, and how many texts the log has up to its head. */
export type LogRecovery = Recovery & { readonly texts: number };

/** What was read last by those who stood at one place, and what the room was like then. */
interface Kept {
  readonly state: string;
  readonly recovery: LogRecovery;
}

/** How many are kept, and of how many messages each at most. */
const mostKept = 20;
const mostMessages = 200;

/**
 * What the readers of rooms missed. A crowd that comes back stands at one place and missed the same: its reads are shared
 * while one is under way, and until the room changes Redis says no more than that it has not.
 */
export class Recoveries {
  readonly #redis: Pick<RedisLink, "run">;
  readonly #keys: Keys;
  readonly #reads = new SharedReads<LogRecovery>();
  /** By room and place. */
  readonly #kept = new LRUCache<string, Kept>({
    max: mostKept,
    maxEntrySize: mostMessages,
    sizeCalculation: ({ recovery }) => recovery.messages.length || 1,
  });

  constructor(redis: Pick<RedisLink, "run">, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Exactly what came after `position`, or else the newest page. Rejects with `not_found`. */
  of(room: string, position: Position): Promise<LogRecovery> {
    const place = `${room} ${position.epoch} ${position.seq}`;
    return this.#reads.read(place, async () => {
      const kept = this.#kept.get(place);
      const reply = await this.#ask(room, position, kept?.state);
      if (reply === null) throw noSuchRoom();
      if (reply.length === 1) {
        if (kept === undefined) throw new Error("Redis says that nothing changed to somebody who knew nothing.");
        return kept.recovery;
      }
      const recovery = toRecovery(reply);
      this.#kept.set(place, { state: reply[0], recovery });
      return recovery;
    });
  }

  #ask(room: string, { epoch, seq }: Position, known = ""): Promise<RecoverReply | null> {
    const { meta, log, removed } = this.#keys.room(room);
    return this.#redis.run(c => c.recoverRoom(meta, log, removed, epoch, seq, limits.pageLength, known));
  }
}

function toRecovery([, epoch, head, recovered, oldest, entries, texts, removed]: Exclude<RecoverReply, [string]>) {
  const messages = fromEntries(entries, removed);
  const first = messages[0]?.seq ?? head + 1;
  return { position: { epoch, seq: head }, recovered: recovered === 1, messages, more: oldest < first, texts };
}
