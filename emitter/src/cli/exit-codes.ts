import type { ErrorCode } from "@hubbub/protocol";
import { HubbubError } from "@hubbub/protocol";

/** How the command line ends, by kind of failure. */
export const exitCodes = { ok: 0, other: 1, usage: 2, input: 3, unavailable: 4 } as const;

export const exitCodesHelp = `
Exit codes:
  0  done
  1  anything else
  2  wrong usage of this command
  3  bad input: no such room or user, or a text that is empty or too long
  4  Redis is away: nothing is certain, try again with the same --idempotency-key`;

const byCode: Partial<Record<ErrorCode, number>> = {
  forbidden: exitCodes.input,
  invalid_payload: exitCodes.input,
  not_found: exitCodes.input,
  too_large: exitCodes.input,
  unavailable: exitCodes.unavailable,
};

export const exitCodeOf = (error: unknown): number =>
  (error instanceof HubbubError && byCode[error.code]) || exitCodes.other;
