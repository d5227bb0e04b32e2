import type { Message, Recovery, User } from "@hubbub/protocol";

export const ada: User = { id: "aaaaaaaa", name: "ada" };
export const bob: User = { id: "bbbbbbbb", name: "bob" };

export const message = (seq: number, fields: Partial<Message> = {}): Message => ({
  seq,
  kind: "text",
  user: bob,
  text: `text ${seq}`,
  at: 1_800_000_000_000 + seq,
  clientMessageId: `m${seq}`,
  ...fields,
});

/** The messages from `first` to `last`. */
export const messages = (first: number, last: number): Message[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => message(first + index));

/** What a log of `head` messages answers to `after`, as a replica would: the tail, or the newest page. */
export function recovery(epoch: string, head: number, after: number | null, page = 50): Recovery {
  const recovered = after !== null && after <= head;
  const first = recovered ? after + 1 : Math.max(1, head - page + 1);
  return { position: { epoch, seq: head }, recovered, messages: messages(first, head), more: first > 1 };
}
