import type { Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import type { Reads } from "./ports.ts";

/** One's other devices are in step. */
export function markRead({ reads, audience }: { reads: Reads; audience: Audience }): Handler<"read:mark"> {
  return async (caller, { room, seq, epoch }) => {
    const mark = await reads.mark(room, caller.user.id, seq, epoch);
    audience.tellUser(caller.user.id, "read:change", { room, ...mark });
    return mark;
  };
}
