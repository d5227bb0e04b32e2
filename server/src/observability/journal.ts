import type { IncomingHttpHeaders } from "node:http";
import type { HubbubError, RequestName, User } from "@hubbub/protocol";
import type { Logger } from "./logger.ts";
import { requestIdOf } from "./request-id.ts";

/**
 * The log about connections: each line has the connection's id, which is the same on the wire, in Redis and on every
 * replica. What happens all the time is told at level `debug`; above that level nothing is made for it.
 */
export class Journal {
  readonly #logger: Logger;
  readonly #isDetailed: boolean;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#isDetailed = logger.isLevelEnabled("debug");
  }

  /** `headers`: of the HTTP request that the connection began as; a proxy may have given that an id. */
  opened(connection: string, { id: user }: User, headers: IncomingHttpHeaders): void {
    if (!this.#isDetailed) return;
    this.#logger.debug({ connection, user, request: requestIdOf(headers) }, "A connection opened");
  }

  refused(connection: string, { code, message: reason }: HubbubError, headers: IncomingHttpHeaders): void {
    if (!this.#isDetailed) return;
    this.#logger.debug({ connection, code, reason, request: requestIdOf(headers) }, "Refused a connection");
  }

  closed(connection: string, user: User, reason: string): void {
    if (this.#isDetailed) this.#logger.debug({ connection, user: user.id, reason }, "A connection closed");
  }

  requestRefused(connection: string, request: RequestName | "unknown", { code, message }: HubbubError): void {
    if (this.#isDetailed)
      this.#logger.debug({ connection, event: request, code, reason: message }, "Refused a request");
  }

  /** `waiting`: bytes. */
  tooSlow(connection: string, waiting: number): void {
    this.#logger.info({ connection, waiting }, "Cut a connection that does not read");
  }

  /** A fault of ours, of which the client learns nothing. */
  failed(connection: string, err: unknown): void {
    this.#logger.error({ err, connection }, "A request of a connection failed");
  }
}
