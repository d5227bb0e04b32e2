import { type ConnectRefusal, HubbubError } from "@hubbub/protocol";
import { connectPositions } from "@hubbub/protocol/schemas";
import { clientAddress } from "../domain/address.ts";
import type { ConnectPace } from "../domain/connect-pace.ts";
import type { Authenticate } from "../domain/identity.ts";
import { isAllowedOrigin } from "../domain/origin.ts";
import type { Telemetry } from "../domain/telemetry.ts";
import type { Journal } from "../observability/journal.ts";
import { Opening } from "./opening.ts";
import { parsePayload } from "./payloads.ts";
import type { RecentChanges } from "./recent-changes.ts";
import { asRefusal } from "./refusal.ts";
import type { ChatSocket } from "./types.ts";

interface Deps {
  readonly allowedOrigins: readonly string[];
  readonly authenticate: Authenticate;
  /** Why nobody may come in now; null when they may. */
  readonly closedBecause: () => string | null;
  /** From now on it counts as one of the connections, if it is still there when they are counted next. */
  readonly expect: (socket: ChatSocket) => void;
  readonly pace: Pick<ConnectPace, "take">;
  /** How many proxies stand in front. */
  readonly trustProxy: number;
  readonly changes: Pick<RecentChanges, "mark">;
  readonly telemetry: Telemetry;
  readonly journal: Pick<Journal, "failed" | "refused">;
}

export type Admission = (socket: ChatSocket, next: (refusal?: Error) => void) => Promise<void>;

/** Decides over a CONNECT. A refusal reaches the client as `connect_error` with its code. */
export function createAdmission(deps: Deps): Admission {
  return async (socket, next) => {
    try {
      socket.data.admittedAt = deps.changes.mark;
      socket.data.positions = positionsOf(socket);
      socket.data.identity = await admit(socket, deps);
      socket.data.opening = new Opening(socket.conn);
    } catch (error) {
      const refusal = asRefusal(error, socket.id, deps.journal);
      deps.journal.refused(socket.id, refusal, socket.handshake.headers);
      deps.telemetry.connectionRefused(refusal.code);
      if (refusal.code === "rate_limited") deps.telemetry.rateLimited("connect");
      next(new RefusedConnect(refusal));
      return;
    }
    next();
  };
}

async function admit(socket: ChatSocket, deps: Deps) {
  const { handshake } = socket;
  const { allowedOrigins, authenticate, expect, pace } = deps;
  const { origin, host } = handshake.headers;
  if (!isAllowedOrigin(origin, host, allowedOrigins)) {
    throw new HubbubError("forbidden", "Pages of this origin may not use the chat.");
  }
  checkOpen(deps);
  pace.take(addressOf(socket, deps));
  const token: unknown = handshake.auth.token;
  if (typeof token !== "string") {
    deps.telemetry.authFailed("missing");
    throw new HubbubError("unauthenticated", "The CONNECT packet needs a token.");
  }
  const identity = await authenticate(token);
  // After the last wait, so that nobody slips in behind a drain that has begun meanwhile, or takes a place twice.
  checkOpen(deps);
  expect(socket);
  return identity;
}

function checkOpen({ closedBecause }: Deps): void {
  const closed = closedBecause();
  if (closed !== null) throw new HubbubError("unavailable", closed);
}

function addressOf({ handshake }: ChatSocket, { trustProxy }: Deps): string {
  const forwardedFor = handshake.headers["x-forwarded-for"];
  return clientAddress(handshake.address, forwardedFor?.toString(), trustProxy);
}

const none = {};

function positionsOf({ handshake }: ChatSocket): ChatSocket["data"]["positions"] {
  const { positions }: { positions?: unknown } = handshake.auth;
  return positions === undefined ? none : parsePayload(connectPositions, positions, "positions");
}

/** Socket.IO sends the `data` of such an error along. */
class RefusedConnect extends Error {
  readonly data: ConnectRefusal;

  constructor({ message, code, temporary, retryAfterMs }: HubbubError) {
    super(message);
    this.data = { code, temporary, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
}
