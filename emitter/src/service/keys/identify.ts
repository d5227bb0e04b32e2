import { HubbubError } from "@hubbub/protocol";
import { digestOf, matches } from "./api-key.ts";
import { firstKeyName, type KeyRing } from "./key-ring.ts";
import { everything, type Scope } from "./scope.ts";

/** Who asks: the key's name and what it may. */
export interface Caller {
  readonly name: string;
  readonly scope: Scope;
}

/** Why a request was not let in. */
export type AuthFailure = "missing" | "malformed" | "unknown" | "scope";

export interface Gate {
  readonly ring: Pick<KeyRing, "find">;
  /** Each of them is the first key: one follows the other. */
  readonly firstKeys: () => Promise<readonly string[]>;
  readonly onFailure: (reason: AuthFailure) => void;
}

/** Who sends this `Authorization` header. Throws `unauthenticated`, or `unavailable` while no key can be looked up. */
export async function identify({ ring, firstKeys, onFailure }: Gate, header: string | undefined): Promise<Caller> {
  const refuse = (reason: AuthFailure, message: string): never => {
    onFailure(reason);
    throw new HubbubError("unauthenticated", message);
  };
  if (header === undefined) return refuse("missing", "This needs the header Authorization: Bearer <API key>.");
  const [, text] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (text === undefined) return refuse("malformed", "The header Authorization is not Bearer <API key>.");
  const isFirst = (await firstKeys()).some(key => matches(text, digestOf(key)));
  if (isFirst) return { name: firstKeyName, scope: everything };
  const found = await ring.find(text);
  return found
    ? { name: found.name, scope: found }
    : refuse("unknown", "This API key is none, was revoked, or has expired.");
}
