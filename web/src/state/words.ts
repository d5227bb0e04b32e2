/** Codes and states in words for people. Pure. */
import type { ConnectionState, RoomView } from "@hubbub/client";
import { type ErrorCode, type ExitReason, HubbubError } from "@hubbub/protocol";
import { dayName, shortTime, startOfDay, timeAhead } from "./dates.ts";

/** A length of time: `1 second`, `40 seconds`, `10 minutes`, `24 hours`. */
export const duration = (ms: number): string => {
  const count = Math.max(1, Math.ceil(ms / 1_000));
  if (count >= 7_200) return `${Math.ceil(count / 3_600)} hours`;
  if (count >= 120) return `${Math.ceil(count / 60)} minutes`;
  return count === 1 ? "1 second" : `${count} seconds`;
};

/** A refusal as it travels, or as it was thrown. */
interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

const soon = (error: Refusal): string =>
  error.retryAfterMs === undefined ? "in a moment" : `in ${duration(error.retryAfterMs)}`;

/** Why something was refused. */
export function explain(error: Refusal): string {
  switch (error.code) {
    case "rate_limited":
      return `That was a bit fast. Try again ${soon(error)}.`;
    case "unavailable":
      return `Hubbub cannot be reached right now. Try again ${soon(error)}.`;
    case "forbidden":
      return error.retryAfterMs === undefined
        ? error.message
        : `You are muted here for ${duration(error.retryAfterMs)}.`;
    case "internal":
      return "Something went wrong on our side. Try again in a moment.";
    case "unauthenticated":
      return "You are signed out. Sign in again to go on.";
    case "not_found":
      return "There is nothing by that name.";
    case "too_large":
      return "This is too long.";
    default:
      return error.message;
  }
}

/** The same for whatever was thrown. */
export const explainAny = (error: unknown): string =>
  error instanceof HubbubError ? explain(error) : "Something went wrong. Try again in a moment.";

/** What happened to the connection, and a countdown that is read aloud by nobody. */
export interface OutageText {
  readonly what: string;
  readonly next: string;
}

/** What the banner says while the connection is down. */
export function describeOutage(connection: ConnectionState, now: number): OutageText {
  const { phase, retryAt, error } = connection;
  if (phase === "ended") return { what: error === null ? "The connection has ended." : explain(error), next: "" };
  const waits = phase === "waiting" && retryAt !== null && retryAt > now;
  return {
    what: "There is no connection. What you write is sent as soon as it is back.",
    next: waits ? `Trying again in ${duration(retryAt - now)}.` : "Connecting…",
  };
}

/** The tab's title: `(3) general · Hubbub`. */
export function pageTitle(room: string | null, unread: number): string {
  const count = unread > 0 ? `(${unread}) ` : "";
  return room === null ? `${count}Hubbub` : `${count}${room} · Hubbub`;
}

/** Who is writing: `Ada and Bob are typing…`. */
export function typingText(names: readonly string[]): string {
  const [first, second, ...rest] = names;
  if (first === undefined) return "";
  if (second === undefined) return `${first} is typing…`;
  return rest.length === 0 ? `${first} and ${second} are typing…` : "Several people are typing…";
}

/** How much room there is for more words; negative where there are too many. */
export function leftText(left: number): string {
  const count = Math.abs(left);
  return `${count} ${count === 1 ? "character" : "characters"} ${left < 0 ? "too many" : "left"}`;
}

/** When somebody was last seen: `5 minutes ago`; null where that is not known. */
export function lastSeenText(at: number | null, now: number): string | null {
  if (at === null) return null;
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return minutes === 1 ? "a minute ago" : `${minutes} minutes ago`;
  if (startOfDay(at) === startOfDay(now)) return `at ${shortTime(at)}`;
  return `${dayInSentence(at, now)} at ${shortTime(at)}`;
}

const dayInSentence = (at: number, now: number): string => {
  const day = dayName(at, now);
  return day === "Yesterday" ? "yesterday" : `on ${day}`;
};

/** That one may not write here for a while; null where one may. */
export function mutedText(until: number | null, now: number): string | null {
  if (until === null || until <= now) return null;
  return `You are muted here until ${timeAhead(until, now)}. You can read on.`;
}

/** Why one is not in a room any more; null where one left it oneself. */
export function exitText(reason: ExitReason): string | null {
  if (reason === "removed") return "The owner of the room removed you.";
  return reason === "banned" ? "The owner of the room banned you." : null;
}

/** How a room is named in a sentence: `#general`, the title of a private room, or the other person of a direct one. */
export const roomName = (room: Pick<RoomView, "kind" | "title">): string =>
  room.kind === "public" ? `#${room.title}` : room.title;

/** `3` or `99+`, as a badge has room for. */
export const badge = (unread: number): string => (unread > 99 ? "99+" : String(unread));

export const membersText = (count: number): string => (count === 1 ? "1 member" : `${count} members`);

/** Until when somebody else may not write; null where they may. */
export const mutedNote = (until: number | null, now: number): string | null =>
  until !== null && until > now ? timeAhead(until, now) : null;
