import type { Message } from "@hubbub/protocol";
import type { StreamEntry } from "./scripts.ts";

/** What the log keeps of a message: all but its place, which is the id of the entry. */
export type MessageBody = Omit<Message, "seq">;

export const toBody = (message: MessageBody): string => JSON.stringify(message);

export const fromBody = (seq: number, body: string): Message => ({ seq, ...(JSON.parse(body) as MessageBody) });

/** `["7-0", ["at", "1700000000000", "body", "{…}"]]` is message 7. */
export function fromEntry([id, fields]: StreamEntry): Message {
  return fromBody(Number.parseInt(id, 10), fields[fields.indexOf("body") + 1] ?? "{}");
}
