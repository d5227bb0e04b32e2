import type { Credentials } from "@hubbub/protocol";
import { HubbubError } from "@hubbub/protocol";
import { credentials } from "@hubbub/protocol/schemas";

/** Rejects what is no name and password with `invalid_payload`, and says which part is not. */
export function parseCredentials(body: unknown): Credentials {
  const parsed = credentials.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new HubbubError("invalid_payload", problems.join("; "));
}
