/**
 * Every code that a refusal can carry, and whether the same request may succeed later.
 * `retryAfterMs` beside a temporary one says when.
 */
export const errorCodes = {
  /** No token, or one that is expired, forged or revoked. */
  unauthenticated: { temporary: false },
  /** Known, but not allowed: not a member, another origin. */
  forbidden: { temporary: false },
  not_found: { temporary: false },
  /** The payload does not have the shape that `docs/protocol.md` gives. */
  invalid_payload: { temporary: false },
  too_large: { temporary: false },
  rate_limited: { temporary: true },
  /** The client reads less than it is sent: only as the reason of a `session:end`. */
  too_slow: { temporary: true },
  /** It is there already, in another form. */
  conflict: { temporary: false },
  /** Redis is away, or the replica is draining. */
  unavailable: { temporary: true },
  /** A fault of ours. */
  internal: { temporary: true },
  /** HTTP only: the name belongs to another account. */
  name_taken: { temporary: false },
  /** HTTP only: no such name, or another password. */
  bad_credentials: { temporary: false },
} as const satisfies Record<string, { temporary: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/** An error as it travels, over HTTP in `{error}` and in a failed ack. */
export interface WireError {
  readonly code: ErrorCode;
  /** A sentence for a person who writes a client. */
  readonly message: string;
  readonly temporary: boolean;
  readonly retryAfterMs?: number;
}

/** A refusal with a code. Everything that may be told to a client is thrown as one of these. */
export class HubbubError extends Error {
  override readonly name = "HubbubError";
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get temporary(): boolean {
    return errorCodes[this.code].temporary;
  }

  toWire(): WireError {
    const { code, message, temporary, retryAfterMs } = this;
    return retryAfterMs === undefined ? { code, message, temporary } : { code, message, temporary, retryAfterMs };
  }
}
