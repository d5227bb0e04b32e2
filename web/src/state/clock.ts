import type { Environment } from "@hubbub/client";

/** Time from outside, so that tests need no waiting. */
export type Clock = Pick<Environment, "now" | "after">;
