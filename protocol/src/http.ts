import type { ErrorCode, WireError } from "./errors.ts";
import type { RoomSummary, User } from "./message.ts";

/** Body of `POST /api/accounts` and `POST /api/session`. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** What signing up, signing in and a refresh answer. */
export interface Session {
  readonly user: User;
  /** A JWT for the `Authorization: Bearer` header and for `auth.token` of the CONNECT packet. */
  readonly token: string;
  /** When `token` ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What `GET /api/rooms` answers. */
export interface RoomList {
  readonly rooms: readonly RoomSummary[];
}

/** Body of every answer with a status of 400 and above. */
export interface HttpFailure {
  readonly error: WireError;
}

/** The HTTP status that an error's code is answered with. */
export const httpStatus: Readonly<Record<ErrorCode, number>> = {
  invalid_payload: 400,
  unauthenticated: 401,
  bad_credentials: 401,
  forbidden: 403,
  not_found: 404,
  too_slow: 408,
  conflict: 409,
  name_taken: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
};
