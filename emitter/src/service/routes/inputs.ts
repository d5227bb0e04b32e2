/** What requests bring, as schemas: those of the library, with what the document says about them. */
import { isUserId, limits } from "@hubbub/protocol";
import { userName } from "@hubbub/protocol/schemas";
import { z } from "zod";
import { schemas } from "../../payloads.ts";
import type { UserRef } from "../../types.ts";

export const namedRoom = schemas.namedRoom.meta({
  description: "Id of a public or private room",
  example: "general",
  pattern: "^[a-z0-9][a-z0-9-]{0,47}$",
});

export const room = schemas.roomId.meta({
  description: "Id of a room, public, private or direct",
  example: "general",
});

/** In a path. */
export const user = z
  .string()
  .meta({ description: "Id of a user, or @ and the name of one", example: "@ada" })
  .refine(isRef, "needs the id of a user, or @ and a name")
  .transform((given): UserRef => (given.startsWith("@") ? { name: given.slice(1) } : given));

function isRef(given: string): boolean {
  return given.startsWith("@") ? userName.safeParse(given.slice(1)).success : isUserId(given);
}

export const text = schemas.text.meta({
  description: `1 to ${limits.textLength} characters`,
  example: "Deploy at 17:00",
  minLength: 1,
});

export const idempotencyKey = schemas.idempotencyKey
  .meta({ description: "The same key again is the same message, and gives the same receipt", example: "deploy-42" })
  .optional();

const whole = z.coerce.number("needs a number").int("needs a whole number");

export const before = whole
  .min(1, "needs at least 1")
  .max(Number.MAX_SAFE_INTEGER, "is too large a number")
  .meta({ description: "Only messages with a lower seq; from the newest by default", example: 120 })
  .optional();

export const limit = whole
  .min(1, "needs at least 1")
  .max(limits.historyLength, `needs at most ${limits.historyLength}`)
  .meta({ description: "How many messages at most", default: limits.pageLength })
  .optional();

export const target = schemas.target.meta({ description: "Who sees it", example: { room: "general" } });

export const kind = schemas.notice.shape.kind.meta({ description: "One lower-case word" });

export const title = schemas.notice.shape.title.meta({ description: "The emitter's name by default" });
