import { once } from "node:events";
import { connect } from "node:net";
import { admin } from "./redis-guard.ts";

/**
 * One inline command to a Redis of this machine, by the admin where it is guarded, and its reply as it stands on the wire.
 * Rejects with an error reply.
 */
export async function commandRedis(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const ask = async (line: string) => {
    socket.write(`${line}\r\n`);
    const [reply] = await once(socket, "data");
    return String(reply);
  };
  try {
    let text = await ask(command);
    if (text.startsWith("-NOAUTH")) {
      await ask(`AUTH ${admin} any`);
      text = await ask(command);
    }
    if (text.startsWith("-")) throw new Error(`Redis answered ${command} with ${text.trim()}`);
    return text;
  } finally {
    socket.destroy();
  }
}

/** Asks again and again until the reply matches; rejects after half a minute with the last one. */
export async function untilRedis(port: number, command: string, pattern: RegExp): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    const reply = await commandRedis(port, command).catch(String);
    if (pattern.test(reply)) return;
    if (performance.now() > end) throw new Error(`Redis on port ${port} answers ${command} with ${reply}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
