import { HubbubError, isUserId } from "@hubbub/protocol";
import jwt from "jsonwebtoken";
import { LRUCache } from "lru-cache";
import { Passport } from "passport";
import { ExtractJwt, Strategy } from "passport-jwt";
import { z } from "zod";
import type { Identity } from "../domain/identity.ts";
import type { Sessions } from "../domain/ports.ts";
import type { AuthFailure } from "../domain/telemetry.ts";
import { keyOf, type TokenKeys } from "./token-keys.ts";
import { tokenTerms } from "./tokens.ts";

/**
 * Takes the value of an `Authorization` header. Rejects with `unauthenticated`, or with `unavailable`
 * when nobody can say whether the session was revoked.
 */
export type Verify = (authorization: string | undefined) => Promise<Identity>;

const strategyName = "jwt";

const claims = z.object({
  sub: z.string().refine(isUserId),
  name: z.string().min(1),
  sid: z.string().min(1),
  exp: z.number().int(),
});

interface Options {
  readonly keys: () => TokenKeys;
  readonly sessions: Pick<Sessions, "isRevoked">;
  /** Told of each token that is refused. */
  readonly onFailure: (reason: AuthFailure) => void;
  readonly now: () => number;
}

/** Whose signature is not computed again while they are valid: a crowd that comes back brings the tokens that it came with. */
const mostRemembered = 10_000;

/** What both HTTP requests and Socket.IO handshakes go through. */
export function createVerifier(options: Options): Verify {
  const check = createCheck(options);
  const checked = new LRUCache<string, Identity>({ max: mostRemembered });
  let keys = options.keys();
  return async (authorization = "") => {
    if (keys !== options.keys()) checked.clear();
    keys = options.keys();
    const known = checked.get(authorization);
    const isValid = known !== undefined && known.expiresAt > options.now();
    const identity = isValid ? known : await check(authorization);
    if (!isValid) checked.set(authorization, identity);
    await refuseSignedOut(identity, options);
    return identity;
  };
}

/** The one passport-jwt strategy: who a token speaks for, whatever has become of their session. */
function createCheck(options: Options): Verify {
  const passport = new Passport();
  const strategy = new Strategy(
    {
      secretOrKeyProvider: (_request, token, done) => done(null, signerOf(token, options.keys())),
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: [tokenTerms.algorithm],
      issuer: tokenTerms.issuer,
      audience: tokenTerms.audience,
    },
    (payload: unknown, done) => {
      try {
        done(null, identify(payload, options));
      } catch (refusal) {
        done(refusal);
      }
    },
  );
  passport.use(strategyName, strategy);

  return authorization =>
    new Promise((resolve, reject) => {
      const answer = (fault: unknown, identity?: Identity | false, refusal?: unknown) => {
        if (fault) reject(fault);
        else if (identity) resolve(identity);
        else reject(refuse(refusal, options));
      };
      // Passport adds properties to the request it is given, so it gets one of its own.
      const request = { headers: { authorization } };
      // By name, and not the strategy itself: only then has each call an instance of its own.
      passport.authenticate(strategyName, { session: false }, answer)(request, {}, reject);
    });
}

/**
 * By the `kid` of the token; where nobody has it, a key that cannot have signed it either. The types of passport-jwt know no
 * KeyObject, of which jsonwebtoken would make one of a string at every call.
 */
function signerOf(token: string, keys: TokenKeys): Buffer {
  const { key } = keyOf(keys, jwt.decode(token, { complete: true })?.header.kid) ?? keys[0];
  return key as unknown as Buffer;
}

function identify(payload: unknown, options: Options): Identity {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw refuse(parsed.error, options);
  const { sub, name, sid, exp } = parsed.data;
  return { user: { id: sub, name }, session: sid, expiresAt: exp * 1_000 };
}

async function refuseSignedOut({ session }: Identity, { sessions, onFailure }: Options): Promise<void> {
  if (!(await sessions.isRevoked(session))) return;
  onFailure("revoked");
  throw new HubbubError("unauthenticated", "This session was signed out.");
}

function refuse(cause: unknown, { onFailure }: Options): HubbubError {
  const reason = failureOf(cause);
  onFailure(reason);
  const message = reason === "expired" ? "The token has expired." : "This needs a valid token.";
  return new HubbubError("unauthenticated", message, { cause });
}

const unreadable = ["jwt malformed", "invalid token"];

/** passport-jwt says so of a header without a token, jsonwebtoken of the token in it, and zod of what it claims. */
function failureOf(cause: unknown): AuthFailure {
  if (!(cause instanceof Error)) return "malformed";
  if (cause.name === "TokenExpiredError") return "expired";
  if (cause.name === "JsonWebTokenError") return unreadable.includes(cause.message) ? "malformed" : "forged";
  return cause.message === "No auth token" ? "missing" : "malformed";
}
