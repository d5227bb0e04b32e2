import { generalRoom, HubbubError, systemUser, type User } from "@hubbub/protocol";
import { parse, schemas } from "./payloads.ts";
import type { UserRef } from "./types.ts";
import type { VerbParts } from "./verb-parts.ts";

/** Rejects with `not_found`, and with `invalid_payload` for what is no user. */
export async function findUser({ accounts }: Pick<VerbParts, "accounts">, given: UserRef): Promise<User> {
  const ref = parse(schemas.user, given, "user");
  const user = typeof ref === "string" ? await accounts.byId(ref) : (await accounts.byName(ref.name))?.user;
  if (!user || user.id === systemUser.id) {
    throw new HubbubError("not_found", `There is no user ${typeof ref === "string" ? `with id ${ref}` : ref.name}.`);
  }
  return user;
}

/** Rejects with `not_found`. `general` always exists, also before anybody came. */
export async function requireRoom({ log }: Pick<VerbParts, "log">, room: string): Promise<void> {
  if (room !== generalRoom && !(await log.heads([room])).has(room)) {
    throw new HubbubError("not_found", `There is no room ${room}.`);
  }
}
