import { randomBytes } from "node:crypto";
import type { Authenticate } from "../domain/identity.ts";
import type { Accounts, RateLimiter, Sessions } from "../domain/ports.ts";
import type { AuthFailure, Telemetry } from "../domain/telemetry.ts";
import { Passwords } from "./passwords.ts";
import { RefreshTokens } from "./refresh-tokens.ts";
import { SignIn } from "./sign-in.ts";
import { SignInLimits, type SignInRules } from "./sign-in-limits.ts";
import { rotating } from "./token-keys.ts";
import { TokenIssuer } from "./tokens.ts";
import { createVerifier, type Verify } from "./verifier.ts";

export interface AuthSettings {
  /** Scrypt's N as a power of two. */
  readonly scryptCost: number;
  readonly tokenMs: number;
  readonly refreshMs: number;
  readonly limits: SignInRules;
}

export interface AuthDeps {
  readonly settings: AuthSettings;
  /** The first signs tokens, and what any of them signed is taken; all replicas share them. Another array where they change. */
  readonly secrets: { current(): readonly string[] };
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly limiter: RateLimiter;
  readonly telemetry: Pick<Telemetry, "authFailed">;
  readonly now: () => number;
  /** Ends the live connections of a session that was signed out. */
  readonly onSignOut: (session: string) => void;
}

export interface Auth {
  readonly signIn: SignIn;
  /** For HTTP: takes the `Authorization` header. */
  readonly verify: Verify;
  /** For the handshake: takes the bare token, and checks it in the very same way. */
  readonly authenticate: Authenticate;
}

/** The parts of authentication, put together. */
export function createAuth(deps: AuthDeps): Auth {
  const { settings, secrets, accounts, sessions, limiter, telemetry, now, onSignOut } = deps;
  const onFailure = (reason: AuthFailure) => telemetry.authFailed(reason);
  const keys = rotating(() => secrets.current());
  const verify = createVerifier({ keys, sessions, onFailure, now });
  const signIn = new SignIn({
    accounts,
    passwords: new Passwords(settings.scryptCost),
    limits: new SignInLimits({ limiter, rules: settings.limits, now }),
    tokens: new TokenIssuer({ keys, lifetimeMs: settings.tokenMs, now }),
    refreshTokens: new RefreshTokens(sessions, settings.refreshMs, onFailure),
    newId: () => randomBytes(8).toString("hex"),
    onFailure,
    onSignOut,
  });
  return { signIn, verify, authenticate: token => verify(`Bearer ${token}`) };
}
