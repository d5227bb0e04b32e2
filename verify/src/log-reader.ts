import { limits, type Message } from "@hubbub/protocol";
import type { Account } from "./accounts.ts";
import { pause } from "./deadline.ts";
import { RawDevice } from "./raw-device.ts";
import { type LogRead, Recorder } from "./record.ts";

export interface Reading {
  readonly url: string;
  /** Somebody who is in the room. */
  readonly account: Account;
  readonly room: string;
  readonly now: () => number;
}

const tries = 40;

/** A room's log as replicas give it, entry by entry: on a wire of its own, as the client core shows what comes of it. */
export async function readLog(reading: Reading): Promise<LogRead> {
  for (let left = tries; ; left -= 1) {
    try {
      return await readOnce(reading);
    } catch (error) {
      if (left === 0) throw new Error(`The log of ${reading.room} could not be read.`, { cause: error });
      await pause(250);
    }
  }
}

async function readOnce({ url, account, room, now }: Reading): Promise<LogRead> {
  const at = now();
  const reader = await RawDevice.connect(url, account, new Recorder("reader", now));
  try {
    const { position, messages, more } = await reader.ask("room:join", { room });
    const entries: Message[] = [...messages];
    for (let before = entries[0]?.seq ?? position.seq + 1, goesOn = more; goesOn; before = entries[0]?.seq ?? 0) {
      const page = await reader.ask("room:history", { room, before, limit: limits.historyLength });
      entries.unshift(...page.messages);
      goesOn = page.more;
    }
    const { epoch, seq: head } = position;
    return { at, room, epoch, head, entries: entries.map(entryOf) };
  } finally {
    reader.close();
  }
}

const entryOf = ({ seq, clientMessageId: id, kind, text, target }: Message): LogRead["entries"][number] => ({
  seq,
  id,
  kind,
  text,
  ...(target === undefined ? {} : { target }),
});
