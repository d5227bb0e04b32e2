import { createServer } from "node:net";

/** Below the ports that systems hand out for outgoing connections, so that none of those takes ours. */
const lowest = 18_000;
const highest = 30_000;
const given = new Set<number>();

/** A port of 127.0.0.1 that nobody listens on, and that this process has not been given before. */
export async function freePort(random: () => number = Math.random): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(random() * (highest - lowest));
    if (given.has(port)) continue;
    given.add(port);
    if (await isPortFree(port)) return port;
  }
}

/** Whether a listener could be opened there now. */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
