import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import { limits } from "@hubbub/protocol";
import { Server } from "socket.io";
import type { ChatServer } from "./types.ts";

type Adapter = Parameters<ChatServer["adapter"]>[0];

/** The port that speaks Socket.IO and nothing else, over WebSocket and nothing else. */
export class SocketServer {
  readonly io: ChatServer;
  readonly #http: HttpServer;

  constructor(adapter: Adapter) {
    this.#http = createServer((_request, response) => response.writeHead(404).end());
    this.io = new Server(this.#http, {
      adapter,
      transports: ["websocket"],
      allowUpgrades: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: limits.frameBytes,
      serveClient: false,
      pingInterval: 25_000,
      pingTimeout: 20_000,
      connectTimeout: 10_000,
    });
  }

  async listen(port: number, host: string): Promise<void> {
    this.#http.listen(port, host);
    await once(this.#http, "listening");
  }

  /** Takes no new connection; those that are there stay. */
  stopListening(): void {
    this.#http.close();
  }

  /** Ends what is left. */
  async close(): Promise<void> {
    await this.io.close();
  }
}
