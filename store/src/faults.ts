import { HubbubError } from "@hubbub/protocol";

/** How replies of a Redis begin that is there and cannot serve now. */
const unable =
  /\b(LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|OOM|MISCONF|NOREPLICAS|BUSY|NOAUTH|WRONGPASS|NOPERM|UNKILLABLE)\b/;

/** Every fault of Redis as one of ours: `internal` for a reply that refuses the command, `unavailable` for the rest. */
export function asHubbubError(fault: unknown): HubbubError {
  if (fault instanceof HubbubError) return fault;
  if (isRefusal(fault)) return new HubbubError("internal", "The store refused a command.", { cause: fault });
  return new HubbubError("unavailable", "The store is away. Try again in a moment.", { cause: fault });
}

/** ioredis names the errors that Redis itself answers with. */
function isRefusal(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if (fault instanceof TypeError || fault instanceof RangeError || fault instanceof SyntaxError) return true;
  return fault.name === "ReplyError" && !unable.test(fault.message);
}

export const noSuchRoom = (): HubbubError => new HubbubError("not_found", "There is no such room.");
