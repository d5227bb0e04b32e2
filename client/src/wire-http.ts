/** What the HTTP side of a replica answers, checked before it is believed. */
import { type ErrorCode, HubbubError, type RoomList, type Session } from "@hubbub/protocol";
import { count, list, object, type Shape, string } from "./shape.ts";
import { readError, roomSummary, user, wireError } from "./wire.ts";

const believed =
  <T>(shape: Shape<T>) =>
  (answer: unknown): T => {
    if (shape(answer)) return answer;
    throw new HubbubError("internal", "The server's answer has a wrong shape");
  };

export const session = believed(object<Session>({ user, token: string, expiresAt: count }));

export const roomList = believed(object<RoomList>({ rooms: list(roomSummary) }));

/** Where a proxy answers instead of a replica there is only a status to go by. */
export function readFailure(status: number, answer: unknown): HubbubError {
  if (object({ error: wireError })(answer)) return readError(answer.error);
  return new HubbubError(codeOf(status), `The server answered with status ${status}`);
}

function codeOf(status: number): ErrorCode {
  if (status === 429) return "rate_limited";
  if (status === 413) return "too_large";
  if (status === 404) return "not_found";
  return status >= 500 ? "unavailable" : "invalid_payload";
}
