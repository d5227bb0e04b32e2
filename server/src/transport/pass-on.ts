import type { IncomingMessage } from "node:http";
import type { ChatServer } from "./types.ts";

interface Options {
  /** Why nobody may come in now; null when they may. */
  readonly closedBecause: () => string | null;
  /** So many connections this replica holds. */
  readonly most: number;
}

type Knock = Pick<IncomingMessage, "headers" | "socket"> & { readonly upgrade: boolean };

const passedOn = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/**
 * A balancer that says `X-Refuse-With: 503` asks the next replica then, so that no client learns of a refusal that is none.
 * Everybody else is told the code of a refused CONNECT, and needs a transport for that: there are some beyond `most`, but
 * not any number.
 */
export function passOn({ engine }: ChatServer, { closedBecause, most }: Options): void {
  const mostToBeTold = most * 1.1 + 100;
  engine.use(({ headers, socket, upgrade }: Knock, _response: object, next: () => void) => {
    const isPassedOn = headers["x-refuse-with"] === "503";
    const isFull = engine.clientsCount >= (isPassedOn ? most : mostToBeTold);
    if (upgrade && (isFull || (isPassedOn && closedBecause() !== null))) socket.end(passedOn);
    else next();
  });
}
