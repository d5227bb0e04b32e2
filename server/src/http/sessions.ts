import { HubbubError, type Session } from "@hubbub/protocol";
import { type Request, Router } from "express";
import type { Auth } from "../auth/auth.ts";
import { addressOf } from "./address.ts";
import { parseCredentials } from "./body.ts";
import type { RefreshCookie } from "./refresh-cookie.ts";

export function sessionRoutes({ auth, cookie }: { auth: Auth; cookie: RefreshCookie }): Router {
  const router = Router();

  router.post("/api/session", async (request, response) => {
    const { session, refreshToken } = await auth.signIn.signIn(parseCredentials(request.body), addressOf(request));
    cookie.set(request, response, refreshToken);
    response.json(session satisfies Session);
  });

  router.post("/api/session/refresh", async (request, response) => {
    const current = cookie.read(request);
    if (current === null) throw new HubbubError("unauthenticated", "Nobody is signed in.");
    const { session, refreshToken } = await auth.signIn.refresh(current);
    cookie.set(request, response, refreshToken);
    response.json(session satisfies Session);
  });

  /** Ends what the cookie and the token stand for. Whoever is signed out already is told the same. */
  router.delete("/api/session", async (request, response) => {
    const held = await Promise.all([sessionOfCookie(auth, cookie.read(request)), sessionOfToken(auth, request)]);
    for (const session of new Set(held)) if (session !== null) await auth.signIn.signOut(session);
    cookie.clear(request, response);
    response.status(204).end();
  });

  return router;
}

const sessionOfCookie = async ({ signIn }: Auth, refreshToken: string | null): Promise<string | null> =>
  refreshToken === null ? null : signIn.sessionOf(refreshToken);

async function sessionOfToken({ verify }: Auth, { headers }: Request): Promise<string | null> {
  if (headers.authorization === undefined) return null;
  try {
    return (await verify(headers.authorization)).session;
  } catch (error) {
    if (error instanceof HubbubError && error.code === "unauthenticated") return null;
    throw error;
  }
}
