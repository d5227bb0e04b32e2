import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A request in flight so long after the drain began is cut: longer than any call to the emitter takes. */
const drainMs = 5_000;
/** A connection on which nothing moves for so long is cut. A batch may take as long as its calls come. */
const idleMs = 120_000;
/** Whoever had the head of an answer before the drain was not told that the connection closes after it. */
const sweepMs = 50;

export interface Listener {
  readonly port: number;
  /** Takes no new connections, and resolves when those that there are have been answered and closed. */
  stop(): Promise<void>;
}

/** Resolves when it listens; rejects where it cannot. */
export async function listen(app: RequestListener, host: string, port: number): Promise<Listener> {
  const server = createServer({ requestTimeout: 0 }, app).setTimeout(idleMs);
  await once(server.listen(port, host), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, "close");
      server.close();
      const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
      const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(deadline);
    },
  };
}
