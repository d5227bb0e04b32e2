import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Below the ports that systems hand out for outgoing connections, so that none of those takes ours. */
const lowest = 18_000;
const count = 6_000;

/**
 * A port of 127.0.0.1 that nobody listens on, and that no other process of ours is given while this one lives: whoever
 * is given a port holds the one that is `count` above it. What is to listen may take a while to start, or start again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count);
    const claim = await listen(port + count, "127.0.0.1");
    if (typeof claim === "string") continue;
    claim.unref();
    if (await isPortFree(port)) return port;
  }
}

export async function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return (await tryPort(port, host)) === null;
}

/** Rejects with a sentence for a person when nothing can listen there. */
export async function checkPort(port: number, wantedFor: string, host = "127.0.0.1"): Promise<void> {
  const code = await tryPort(port, host);
  if (code === "EADDRINUSE") throw new Error(`Port ${port}, wanted for ${wantedFor}, is taken by another process.`);
  if (code !== null) throw new Error(`Port ${port}, wanted for ${wantedFor}, cannot be listened on (${code}).`);
}

/** Null when a listener could be opened, else the system's code. */
async function tryPort(port: number, host: string): Promise<string | null> {
  const server = await listen(port, host);
  if (typeof server === "string") return server;
  server.close();
  await once(server, "close");
  return null;
}

async function listen(port: number, host: string): Promise<Server | string> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true, ipv6Only: true });
    await once(server, "listening");
    return server;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}
