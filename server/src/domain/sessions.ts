import { HubbubError } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { Authenticate } from "./identity.ts";

/** A connection outlives its first token, but never changes hands. */
export function renewSession(authenticate: Authenticate): Handler<"session:renew"> {
  return async (caller, { token }) => {
    const identity = await authenticate(token);
    if (identity.user.id !== caller.user.id) throw new HubbubError("forbidden", "That token is another user's.");
    caller.renew(identity);
    return { expiresAt: identity.expiresAt };
  };
}
