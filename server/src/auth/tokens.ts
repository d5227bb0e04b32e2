import type { User } from "@hubbub/protocol";
import jwt from "jsonwebtoken";
import type { TokenKeys } from "./token-keys.ts";

/** What every token says and every check insists on. */
export const tokenTerms = { issuer: "hubbub", audience: "hubbub", algorithm: "HS256" } as const;

export interface IssuedToken {
  readonly token: string;
  /** In milliseconds since 1970; a whole second, as a JWT counts. */
  readonly expiresAt: number;
}

/** Signs tokens that a replica takes for `user` until they end or `session` is revoked. */
export class TokenIssuer {
  readonly #keys: () => TokenKeys;
  readonly #lifetimeMs: number;
  readonly #now: () => number;

  constructor(options: { keys: () => TokenKeys; lifetimeMs: number; now: () => number }) {
    this.#keys = options.keys;
    this.#lifetimeMs = options.lifetimeMs;
    this.#now = options.now;
  }

  issue(user: User, session: string): IssuedToken {
    const iat = Math.floor(this.#now() / 1_000);
    const exp = iat + Math.ceil(this.#lifetimeMs / 1_000);
    const { issuer, audience, algorithm } = tokenTerms;
    const claims = { sub: user.id, name: user.name, sid: session, iat, exp };
    const [{ id: keyid, key }] = this.#keys();
    return { token: jwt.sign(claims, key, { issuer, audience, algorithm, keyid }), expiresAt: exp * 1_000 };
  }
}
