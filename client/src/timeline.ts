/**
 * One room's messages as they take their place: pure, whatever order, repetition or loss they come in.
 * The log is the truth. A broadcast that fits is appended at once; one that does not fit waits in `ahead`,
 * and `heard` says that the log has to be asked.
 */
import type { Message, MessageBatch, Position, Recovery } from "@hubbub/protocol";
import { from, withNewer, withOlder } from "./shown.ts";
import type { ShownMessage } from "./types.ts";

export interface Timeline {
  /** The place after the last of `messages`. */
  readonly position: Position;
  readonly messages: readonly Message[];
  /** What these entries of the log come to. */
  readonly shown: readonly ShownMessage[];
  /** Whether the log holds older messages than the first. */
  readonly more: boolean;
  /** How often what lies between was lost to us. */
  readonly resyncs: number;
  /** Messages of this epoch beyond a gap, by seq. */
  readonly ahead: ReadonlyMap<number, Message>;
  /** The head that somebody told of and that we have not reached; null while there is no gap. */
  readonly heard: Position | null;
}

export interface Change {
  readonly next: Timeline;
  /** What is new at the end, in order of seq. */
  readonly appended: readonly Message[];
  /** `appended` does not continue what was there before. */
  readonly resynced: boolean;
}

/** Live messages beyond this many push the oldest out: the log keeps no more by default. */
const kept = 10_000;

const none: ReadonlyMap<number, Message> = new Map();

/** A timeline that begins after `position` and has no messages yet. */
export const beginAt = (position: Position): Timeline => ({
  position,
  messages: [],
  shown: [],
  more: position.seq > 0,
  resyncs: 0,
  ahead: none,
  heard: null,
});

/** A timeline that begins with the newest page. */
export const beginWith = ({ position, messages, more }: Recovery): Timeline => ({
  ...beginAt(position),
  messages,
  shown: withNewer([], messages),
  more,
});

const unchanged = (next: Timeline): Change => ({ next, appended: [], resynced: false });

/** A broadcast. Of another epoch it says only that there is something to ask for. */
export function applyBatch(timeline: Timeline, { epoch, messages }: Omit<MessageBatch, "room">): Change {
  const last = Math.max(0, ...messages.map(({ seq }) => seq));
  if (epoch !== timeline.position.epoch) return unchanged(hear(timeline, { epoch, seq: last }));
  const change = append(timeline, messages);
  return { ...change, next: hear(change.next, { epoch, seq: last }) };
}

/** The head of the log, as somebody told it. */
export function hear(timeline: Timeline, head: Position): Timeline {
  const { position, heard } = timeline;
  if (head.epoch === position.epoch && head.seq <= position.seq) return timeline;
  if (head.epoch === heard?.epoch && head.seq <= heard.seq) return timeline;
  return { ...timeline, heard: head };
}

/**
 * The log's answer to a question asked when the timeline was `asked`: the tail after its position, or the newest
 * page. What was heard before the question is settled by the answer; what was heard since may need another one.
 */
export function applyRecovery(timeline: Timeline, asked: Timeline | null, answer: Recovery): Change {
  const change = fit[judge(timeline, asked, answer)](timeline, answer);
  const { heard } = change.next;
  if (heard === null || heard !== asked?.heard) return change;
  return { ...change, next: { ...change.next, heard: null, ahead: none } };
}

const fit = {
  tail: (timeline: Timeline, answer: Recovery) => append(timeline, answer.messages),
  page: (timeline: Timeline, answer: Recovery) => append(reachingBack(timeline, answer), answer.messages),
  anew: (timeline: Timeline, answer: Recovery) => resync(timeline, answer),
  stale: (timeline: Timeline) => unchanged(timeline),
};

function judge({ position }: Timeline, asked: Timeline | null, answer: Recovery): keyof typeof fit {
  const head = answer.position;
  // A tail of an epoch that we have left since we asked.
  if (head.epoch !== position.epoch) return answer.recovered ? "stale" : "anew";
  if (answer.recovered) return "tail";
  // A head below the position we asked with: the log has lost what we saw.
  if (asked?.position.epoch === head.epoch && head.seq < asked.position.seq) return "anew";
  return head.seq - answer.messages.length <= position.seq ? "page" : "anew";
}

/** The newest page may begin before a timeline that began at the head. */
function reachingBack(timeline: Timeline, { messages, more }: Recovery): Timeline {
  const first = firstSeq(timeline);
  const earlier = messages.filter(({ seq }) => seq < first);
  return earlier.length === 0 ? timeline : prepend(timeline, { messages: earlier, more });
}

/** A page of history that ends right before the first message. */
export function prepend(timeline: Timeline, page: { messages: readonly Message[]; more: boolean }): Timeline {
  const last = page.messages.at(-1);
  if (last === undefined) return { ...timeline, more: false };
  if (last.seq !== firstSeq(timeline) - 1) return timeline;
  const messages = [...page.messages, ...timeline.messages];
  const shown = withOlder(timeline.shown, page.messages, timeline.messages);
  return { ...timeline, messages, shown, more: page.more };
}

/** The seq of the first message; of the next one while there is none. */
export const firstSeq = ({ messages, position }: Timeline): number => messages[0]?.seq ?? position.seq + 1;

/** Puts in place what fits, holds what is ahead of a gap, drops what is known. */
function append(timeline: Timeline, messages: readonly Message[]): Change {
  const { epoch } = timeline.position;
  const ahead = new Map(timeline.ahead);
  for (const message of messages) if (message.seq > timeline.position.seq) ahead.set(message.seq, message);
  const appended: Message[] = [];
  let { seq } = timeline.position;
  for (let message = ahead.get(seq + 1); message !== undefined; message = ahead.get(seq + 1)) {
    seq += 1;
    ahead.delete(seq);
    appended.push(message);
  }
  if (appended.length === 0 && ahead.size === timeline.ahead.size) return unchanged(timeline);
  const news = appended.length === 0 ? {} : newest(timeline, appended);
  const next = { ...timeline, ...news, position: { epoch, seq }, ahead };
  return { next: settle(next), appended, resynced: false };
}

/** Forgets a head that is reached. */
function settle(timeline: Timeline): Timeline {
  const { heard, position } = timeline;
  return heard?.epoch === position.epoch && heard.seq <= position.seq ? { ...timeline, heard: null } : timeline;
}

function newest(timeline: Timeline, appended: readonly Message[]): Pick<Timeline, "messages" | "shown" | "more"> {
  const messages = [...timeline.messages, ...appended];
  const shown = withNewer(timeline.shown, appended);
  const first = messages.at(-kept);
  if (messages.length <= kept || first === undefined) return { messages, shown, more: timeline.more };
  return { messages: messages.slice(-kept), shown: from(shown, first.seq), more: true };
}

/** Begins anew with the newest page; what of it was seen already is not new. */
function resync(timeline: Timeline, answer: Recovery): Change {
  const first = firstSeq(timeline);
  const wasSeen = ({ seq, clientMessageId }: Message) =>
    answer.position.epoch === timeline.position.epoch &&
    timeline.messages[seq - first]?.clientMessageId === clientMessageId;
  const next = settle({ ...beginWith(answer), resyncs: timeline.resyncs + 1, heard: timeline.heard });
  return { next, appended: answer.messages.filter(message => !wasSeen(message)), resynced: true };
}
