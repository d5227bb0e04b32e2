import { once } from "node:events";
import { connect } from "node:net";

/** One command for a Redis on this machine, and its reply as it stands on the wire. */
export async function commandRedis(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${command}\r\n`);
  const [reply] = await once(socket, "data");
  socket.destroy();
  return String(reply);
}
