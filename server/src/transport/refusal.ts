import { HubbubError } from "@hubbub/protocol";
import type { Journal } from "../observability/journal.ts";

/** What a client is told of an error: the refusal itself, or `internal` for everything that is none. */
export function asRefusal(error: unknown, connection: string, journal: Pick<Journal, "failed">): HubbubError {
  const refusal =
    error instanceof HubbubError ? error : new HubbubError("internal", "Something went wrong here.", { cause: error });
  if (refusal.code === "internal") journal.failed(connection, refusal.cause ?? refusal);
  return refusal;
}
