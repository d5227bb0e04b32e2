import { type ErrorCode, HubbubError, type WireError } from "@hubbub/protocol";

/** How the command line ends, by kind of failure. */
export const exitCodes = { ok: 0, other: 1, usage: 2, input: 3, unavailable: 4 } as const;

export const exitCodesHelp = `
Exit codes:
  0  done
  1  anything else
  2  wrong usage of this command
  3  bad input: no such room or user, a text that is empty or too long, no JSON; not allowed
  4  Redis is away: nothing is certain, try again with the same --idempotency-key
Of a batch, 4 when any call failed so, else that of the first that failed.`;

/** Not all calls of a batch were done. */
export class BatchFailure extends Error {
  readonly worst: WireError;

  constructor(summary: string, worst: WireError) {
    super(summary);
    this.worst = worst;
  }
}

const byCode: Partial<Record<ErrorCode, number>> = {
  conflict: exitCodes.input,
  forbidden: exitCodes.input,
  invalid_payload: exitCodes.input,
  not_found: exitCodes.input,
  too_large: exitCodes.input,
  unavailable: exitCodes.unavailable,
};

export function exitCodeOf(error: unknown): number {
  const code =
    error instanceof BatchFailure ? error.worst.code : error instanceof HubbubError ? error.code : "internal";
  return byCode[code] ?? exitCodes.other;
}
