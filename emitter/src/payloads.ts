/** What a job hands over, checked before anything leaves. */
import { HubbubError, limits } from "@hubbub/protocol";
import { clientMessageId, messageText, namedRoom, roomId, tooLarge, userId, userName } from "@hubbub/protocol/schemas";
import { z } from "zod";
import type { Call } from "./types.ts";

const user = z.union([userId, z.object({ name: userName })], "needs a user id or { name }");

const notice = {
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, "needs one lower-case word")
    .default("info"),
  title: messageText.max(100, "has more than 100 characters").optional(),
  text: messageText,
};

export const schemas = {
  namedRoom,
  roomId,
  user,
  text: messageText,
  idempotencyKey: clientMessageId,
  target: z.union(
    [
      z.literal("everyone"),
      z.strictObject({ user }),
      z.strictObject({ users: z.array(user).min(1).max(1_000) }),
      z.strictObject({ room: roomId }),
    ],
    "needs { user }, { users }, { room } or everyone",
  ),
  notice: z.object(notice),
  presence: z.union([z.strictObject({ user }), z.strictObject({ room: roomId })], "needs { user } or { room }"),
  page: z.object({
    before: z.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
    limit: z.number().int().min(1).max(limits.historyLength).default(limits.pageLength),
  }),
} as const;

const text = messageText;
const idempotencyKey = clientMessageId.optional();

/** One call as JSON. What it does not know it refuses: a key that is misspelt would make a retry a second message. */
export const callSchema = z.discriminatedUnion(
  "verb",
  [
    z.strictObject({ verb: z.literal("announce"), room: namedRoom, text, idempotencyKey }),
    z.strictObject({ verb: z.literal("message"), user, text, idempotencyKey }),
    z.strictObject({ verb: z.literal("notify"), target: schemas.target, ...notice }),
    z.strictObject({ verb: z.literal("disconnect"), user }),
    z.strictObject({ verb: z.enum(["join", "leave"]), user, room: namedRoom }),
  ],
  "needs a verb: announce, message, notify, disconnect, join or leave",
) satisfies z.ZodType<Call>;

/** `what` names the value in the message of the HubbubError: `invalid_payload`, or `too_large`. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = [what, ...(issue?.path ?? [])].join(".");
  throw new HubbubError(
    isTooLarge(issue) ? "too_large" : "invalid_payload",
    `${place} ${issue?.message ?? "is wrong"}`,
  );
}

const isTooLarge = (issue: z.core.$ZodIssue | undefined): boolean =>
  issue?.code === "custom" && issue.params?.code === tooLarge;
