/** How far the user has read a room. Pure: replicas tell it, and what comes in between is counted here. */
import type { Message, ReadMark, User } from "@hubbub/protocol";
import type { Timeline } from "./timeline.ts";

export interface Reading {
  readonly epoch: string;
  /** The seq of the last message that they have read. */
  readonly read: number;
  readonly unread: number;
  /** The seq up to which `unread` counts. */
  readonly counted: number;
}

/** Before a replica has said anything. */
export const nothingRead: Reading = { epoch: "", read: 0, unread: 0, counted: 0 };

/** What a replica said, and what the timeline has beyond that. It may be older than a mark that is on its way there. */
export function told(
  known: Reading,
  { seq, unread, position }: ReadMark,
  timeline: Timeline,
  user: User | null,
): Reading {
  const { epoch } = position;
  if (known.epoch === epoch && seq < known.read) return known;
  const head = timeline.position.epoch === epoch ? timeline.position.seq : 0;
  if (head <= position.seq) return { epoch, read: seq, unread, counted: position.seq };
  const since = unreadOf(timeline.messages, position.seq, seq, user);
  return { epoch, read: seq, unread: Math.max(0, unread + since), counted: head };
}

/** Messages took their place at the end of the timeline. */
export function withNewMessages(known: Reading, messages: readonly Message[], user: User | null): Reading {
  const last = messages.at(-1)?.seq ?? 0;
  if (last <= known.counted) return known;
  const since = unreadOf(messages, known.counted, known.read, user);
  return { ...known, unread: Math.max(0, known.unread + since), counted: last };
}

/** The user has read up to `seq`, of what the timeline shows. Nobody unreads. */
export function marked(known: Reading, seq: number, { position, messages }: Timeline, user: User | null): Reading {
  const read = Math.min(seq, position.seq);
  if (known.epoch === position.epoch && read <= known.read) return known;
  return { epoch: position.epoch, read, unread: unreadOf(messages, read, read, user), counted: position.seq };
}

/**
 * By how many the entries after a place change what is unread: a text is one more, and the removal of one that was not read is one
 * less. One's own are marked as read by the device that shows them, at once.
 */
function unreadOf(messages: readonly Message[], after: number, read: number, user: User | null): number {
  const news = messages.filter(message => message.seq > after && message.user.id !== user?.id);
  const texts = news.filter(({ kind }) => kind === "text");
  const removals = news.filter(({ kind, target = 0 }) => kind === "remove" && target > read);
  return texts.length - removals.length;
}
