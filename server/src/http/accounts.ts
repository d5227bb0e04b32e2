import type { Session } from "@hubbub/protocol";
import { Router } from "express";
import type { SignIn } from "../auth/sign-in.ts";
import { addressOf } from "./address.ts";
import { parseCredentials } from "./body.ts";
import type { RefreshCookie } from "./refresh-cookie.ts";

export function accountRoutes({ signIn, cookie }: { signIn: SignIn; cookie: RefreshCookie }): Router {
  return Router().post("/api/accounts", async (request, response) => {
    const { session, refreshToken } = await signIn.signUp(parseCredentials(request.body), addressOf(request));
    cookie.set(request, response, refreshToken);
    response.status(201).json(session satisfies Session);
  });
}
