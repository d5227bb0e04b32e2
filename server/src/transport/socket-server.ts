import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import type { Duplex } from "node:stream";
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
    this.io.engine.use(dropRequest);
    this.io.engine.on("headers", (_headers: object, { socket }: { socket: Duplex }) => writeOnce(socket));
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

/** The answer to an upgrade and the opening of engine.io, which follows in the same turn, leave in one packet. */
function writeOnce(socket: Duplex): void {
  socket.cork();
  setImmediate(() => socket.uncork());
}

/**
 * engine.io keeps what stands for the response of an upgrade as long as the connection lives, and with it the request:
 * 3 KB that nobody asks for any more.
 */
function dropRequest({ upgrade }: { upgrade: boolean }, response: object, next: () => void): void {
  if (upgrade) Reflect.set(response, "req", undefined);
  next();
}
