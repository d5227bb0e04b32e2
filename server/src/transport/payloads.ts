import { HubbubError } from "@hubbub/protocol";
import { tooLarge } from "@hubbub/protocol/schemas";
import type { z } from "zod";

/** What a client sent, once it has the right shape. Throws `invalid_payload` or `too_large`; `name` says of what. */
export function parsePayload<Payload>(schema: z.ZodType<Payload>, payload: unknown, name: string): Payload {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const isTooLarge = issues.some(issue => issue.code === "custom" && issue.params?.code === tooLarge);
  const reasons = issues.slice(0, 3).map(({ path, message }) => `${path.join(".") || "payload"}: ${message}`);
  throw new HubbubError(isTooLarge ? "too_large" : "invalid_payload", `${name}: ${reasons.join("; ").slice(0, 300)}`);
}
