import type { Message } from "@hubbub/protocol";
import type { StreamEntry } from "./scripts.ts";

/** What the log keeps of a message: all but its place, which is the id of the entry. */
export type MessageBody = Omit<Message, "seq">;

export const toBody = (message: MessageBody): string => JSON.stringify(message);

export const fromBody = (seq: number, body: string): Message => ({ seq, ...(JSON.parse(body) as MessageBody) });

/** `["7-0", ["at", "1700000000000", "body", "{…}", "texts", "5"]]` is message 7, and the fifth text where it is one. */
export const fromEntry = (entry: StreamEntry): Message => fromBody(seqOf(entry), field(entry, "body") ?? "{}");

export const seqOf = ([id]: StreamEntry): number => Number.parseInt(id, 10);

/** How many texts the log has up to this entry. */
export const textsAt = (entry: StreamEntry): number => Number(field(entry, "texts") ?? 0);

const field = ([, fields]: StreamEntry, name: string): string | undefined => fields[fields.indexOf(name) + 1];

/** `removed` are the seqs of texts that were removed. */
export function fromEntries(entries: readonly StreamEntry[], removed: readonly string[]): Message[] {
  const gone = new Set(removed.map(Number));
  return entries.map(entry => withoutRemoved(fromEntry(entry), gone));
}

/** Without its words, and those of its edits, where the text is among the `removed`, by their seqs. */
function withoutRemoved(message: Message, removed: ReadonlySet<number>): Message {
  return removed.has(message.target ?? message.seq) ? { ...message, text: "" } : message;
}
