import { once } from "node:events";
import { connect } from "node:net";

/** One command, as one would type it, and the reply as it stands on the wire. */
export async function commandRedis({ port }: { readonly port: number }, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  try {
    socket.write(`${command}\r\n`);
    const [reply] = await once(socket, "data");
    const text = String(reply);
    if (text.startsWith("-")) throw new Error(`Redis answered ${command} with ${text.trim()}`);
    return text;
  } finally {
    socket.destroy();
  }
}
