/** What a job hands over, checked before anything leaves. */
import { HubbubError } from "@hubbub/protocol";
import { messageText, namedRoom, roomId, tooLarge, userId, userName } from "@hubbub/protocol/schemas";
import { z } from "zod";

const user = z.union([userId, z.object({ name: userName })], "needs a user id or { name }");

export const schemas = {
  namedRoom,
  user,
  text: messageText,
  target: z.union(
    [
      z.literal("everyone"),
      z.strictObject({ user }),
      z.strictObject({ users: z.array(user).min(1).max(1_000) }),
      z.strictObject({ room: roomId }),
    ],
    "needs { user }, { users }, { room } or everyone",
  ),
  notice: z.object({
    kind: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, "needs one lower-case word")
      .default("info"),
    title: messageText.max(100, "has more than 100 characters").optional(),
    text: messageText,
  }),
} as const;

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
