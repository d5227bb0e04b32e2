import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { ConnectAuth, Message } from "@hubbub/protocol";
import { type WebSocket, WebSocketServer } from "ws";

interface Asked {
  readonly name: string;
  readonly payload: unknown;
  answer(ack: object): void;
}

export const room = "load-1x1-0";
export const user = { id: "simulated1", name: "Simulated" };

export const message = (seq: number, text = `${seq}`, by = "somebody1"): Message => ({
  ...{ seq, kind: "text", user: { id: by, name: by }, text, at: 0, clientMessageId: `id-${seq}` },
});

/** Speaks the wire to one client, and does what a test says. */
export class ScriptedReplica {
  readonly #server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  readonly #asked: Asked[] = [];
  readonly #auths: ConnectAuth[] = [];
  #socket: WebSocket | null = null;
  #noticed = () => {};

  static async start(): Promise<ScriptedReplica> {
    const replica = new ScriptedReplica();
    replica.#server.on("connection", socket => replica.#take(socket));
    await once(replica.#server, "listening");
    return replica;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the next CONNECT carries. */
  connect = (): Promise<ConnectAuth> => this.#next(this.#auths);

  /** The next request. */
  request = (): Promise<Asked> => this.#next(this.#asked);

  welcome(seq: number, rest: object = {}): void {
    const rooms = [{ id: room, kind: "public", title: room, position: { epoch: "e", seq }, read: 0, unread: 0 }];
    this.tell("welcome", { user, rooms, ...rest });
  }

  tell(name: string, payload: object): void {
    this.#socket?.send(`42${JSON.stringify([name, payload])}`);
  }

  batch(...messages: Message[]): void {
    this.tell("message:batch", { room, epoch: "e", messages });
  }

  refuse(data: object): void {
    this.#socket?.send(`44${JSON.stringify({ message: "no", data })}`);
  }

  cut(): void {
    this.#socket?.terminate();
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #take(socket: WebSocket): void {
    this.#socket = socket;
    socket.send('0{"sid":"a"}');
    socket.on("message", data => {
      const text = String(data);
      const [, id, packet] = /^42(\d+)(.*)/s.exec(text) ?? [];
      if (text.startsWith("40")) this.#auths.push(JSON.parse(text.slice(2)));
      if (packet !== undefined) {
        const [name, payload] = JSON.parse(packet);
        this.#asked.push({ name, payload, answer: ack => socket.send(`43${id}${JSON.stringify([ack])}`) });
      }
      this.#noticed();
    });
  }

  async #next<Item>(items: Item[]): Promise<Item> {
    for (;;) {
      const item = items.shift();
      if (item !== undefined) return item;
      await new Promise<void>(resolve => {
        this.#noticed = resolve;
      });
    }
  }
}
