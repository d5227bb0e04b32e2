import type { User } from "@hubbub/protocol";

/** Who a verified token speaks for. Never made from a payload. */
export interface Identity {
  readonly user: User;
  /** The sign-in that the token stems from; what a sign-out revokes. */
  readonly session: string;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Verifies a token. Rejects with `unauthenticated`, or `unavailable` when revocation cannot be checked. */
export type Authenticate = (token: string) => Promise<Identity>;
