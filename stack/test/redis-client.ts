import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** One inline command to a Redis, and what it answered. */
export async function command(port: number, line: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${line}\r\nQUIT\r\n`);
  return (await text(socket)).split("\r\n").slice(0, -2).join("\n");
}
