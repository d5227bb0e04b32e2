import { HubbubError } from "@hubbub/protocol";

/** Told of faults of ours, which a client learns nothing about. */
export type LogFault = (error: unknown) => void;

/** What a client is told of an error: the refusal itself, or `internal` for everything that is none. */
export function asRefusal(error: unknown, logFault: LogFault): HubbubError {
  const refusal =
    error instanceof HubbubError ? error : new HubbubError("internal", "Something went wrong here.", { cause: error });
  if (refusal.code === "internal") logFault(refusal.cause ?? refusal);
  return refusal;
}
