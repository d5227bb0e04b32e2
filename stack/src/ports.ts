import { once } from "node:events";
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
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true, ipv6Only: true });
    await once(server, "listening");
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
  server.close();
  await once(server, "close");
  return null;
}
