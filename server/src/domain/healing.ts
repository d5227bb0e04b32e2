import { HubbubError } from "@hubbub/protocol";

/**
 * Looks whether Redis forgot who is connected here and where, and tells it again.
 * Resolves when that is over, however it ended.
 */
export type Heal = () => Promise<void>;

/**
 * Whether somebody who does hear the room is refused as if it, or their membership, were not there. Who is muted is told
 * for how long, and so was not forgotten.
 */
export const seemsForgotten = (error: unknown): boolean =>
  error instanceof HubbubError &&
  (error.code === "not_found" || error.code === "forbidden") &&
  error.retryAfterMs === undefined;
