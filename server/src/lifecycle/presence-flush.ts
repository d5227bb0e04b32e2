import type { PresenceDiff } from "@hubbub/protocol";
import type { Presence } from "../domain/ports.ts";
import { diffOf, type PresenceDiffs } from "../domain/presence-diffs.ts";
import type { Telemetry } from "../domain/telemetry.ts";

interface Deps {
  readonly diffs: PresenceDiffs;
  readonly presence: Pick<Presence, "snapshot">;
  readonly tell: (diff: PresenceDiff) => void;
  readonly telemetry: Telemetry;
}

/** Tells each room what changed in it. Rejects while Redis is away, and keeps the changes for the next time. */
export async function flushPresence({ diffs, presence, tell, telemetry }: Deps): Promise<void> {
  const flushes = diffs.take().map(async pending => {
    try {
      tell(diffOf(pending, await presence.snapshot(pending.room)));
      telemetry.presenceChanged(pending.changes.length);
    } catch (error) {
      diffs.putBack(pending);
      throw error;
    }
  });
  const results = await Promise.allSettled(flushes);
  const failed = results.find(result => result.status === "rejected");
  if (failed) throw failed.reason;
}
