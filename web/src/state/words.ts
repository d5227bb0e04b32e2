/** Codes and states in words for people. Pure. */
import type { ConnectionState, RoomView } from "@hubbub/client";
import { type ErrorCode, HubbubError } from "@hubbub/protocol";

export const seconds = (ms: number): string => {
  const count = Math.max(1, Math.ceil(ms / 1_000));
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
  error.retryAfterMs === undefined ? "in a moment" : `in ${seconds(error.retryAfterMs)}`;

/** Why something was refused. */
export function explain(error: Refusal): string {
  switch (error.code) {
    case "rate_limited":
      return `That was a bit fast. Try again ${soon(error)}.`;
    case "unavailable":
      return `Hubbub cannot be reached right now. Try again ${soon(error)}.`;
    case "internal":
      return "Something went wrong on our side. Try again in a moment.";
    case "unauthenticated":
      return "You are signed out. Sign in again to go on.";
    case "forbidden":
      return "You are not in this room any more.";
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
    next: waits ? `Trying again in ${seconds(retryAt - now)}.` : "Connecting…",
  };
}

/** The tab's title: `(3) general · Hubbub`. */
export function pageTitle(room: string | null, unread: number): string {
  const count = unread > 0 ? `(${unread}) ` : "";
  return room === null ? `${count}Hubbub` : `${count}${room} · Hubbub`;
}

/** How a room is named in a sentence: `#general`, or the other person of a direct room. */
export const roomName = (room: Pick<RoomView, "kind" | "title">): string =>
  room.kind === "public" ? `#${room.title}` : room.title;
