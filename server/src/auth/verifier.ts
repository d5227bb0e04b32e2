import { createSecretKey } from "node:crypto";
import { HubbubError, isUserId } from "@hubbub/protocol";
import { Passport } from "passport";
import { ExtractJwt, Strategy } from "passport-jwt";
import { z } from "zod";
import type { Identity } from "../domain/identity.ts";
import type { Sessions } from "../domain/ports.ts";
import type { AuthFailure } from "../domain/telemetry.ts";
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
  readonly secret: string;
  readonly sessions: Pick<Sessions, "isRevoked">;
  /** Told of each token that is refused. */
  readonly onFailure: (reason: AuthFailure) => void;
}

/** The one passport-jwt strategy that both HTTP requests and Socket.IO handshakes go through. */
export function createVerifier(options: Options): Verify {
  const passport = new Passport();
  const strategy = new Strategy(
    {
      secretOrKey: keyOf(options.secret),
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: [tokenTerms.algorithm],
      issuer: tokenTerms.issuer,
      audience: tokenTerms.audience,
    },
    (payload: unknown, done) => {
      identify(payload, options).then(identity => done(null, identity), done);
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

/** Made once: jsonwebtoken would make a key of a string at every call. The types of passport-jwt know no KeyObject. */
const keyOf = (secret: string): Buffer => createSecretKey(Buffer.from(secret)) as unknown as Buffer;

async function identify(payload: unknown, options: Options): Promise<Identity> {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw refuse(parsed.error, options);
  const { sub, name, sid, exp } = parsed.data;
  if (await options.sessions.isRevoked(sid)) {
    options.onFailure("revoked");
    throw new HubbubError("unauthenticated", "This session was signed out.");
  }
  return { user: { id: sub, name }, session: sid, expiresAt: exp * 1_000 };
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
