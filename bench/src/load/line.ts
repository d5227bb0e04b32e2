import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { FrameReader, textFrame } from "./frames.ts";

export interface LineOptions {
  readonly port: number;
  readonly path: string;
  readonly onOpen: () => void;
  readonly onFrame: (payload: Buffer) => void;
  /** Called once, unless it was dropped. */
  readonly onEnd: (error: Error) => void;
}

/** A WebSocket that costs next to nothing: its frames are cut and handed on, nothing else. */
export class Line {
  readonly #socket: Socket;

  constructor({ port, path, onOpen, onFrame, onEnd }: LineOptions) {
    const frames = new FrameReader(onFrame);
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.write(upgrade(port, path));
    this.#socket.once("data", answer => {
      const end = answer.indexOf("\r\n\r\n");
      if (end < 0 || !answer.subarray(0, 12).equals(switching)) {
        this.#socket.destroy(new Error(`No upgrade: ${answer.subarray(0, 60)}`));
        return;
      }
      this.#socket.on("data", chunk => frames.push(chunk));
      onOpen();
      if (answer.length > end + 4) frames.push(answer.subarray(end + 4));
    });
    let failure = new Error("The server closed the connection");
    this.#socket.on("error", error => {
      failure = error;
    });
    this.#socket.on("close", () => onEnd(failure));
  }

  send(text: string): void {
    this.#socket.write(textFrame(text));
  }

  /** Ends it without a word, as a lost network would. */
  drop(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.destroy();
  }
}

const switching = Buffer.from("HTTP/1.1 101");

const upgrade = (port: number, path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    "\r\n",
  ].join("\r\n");
