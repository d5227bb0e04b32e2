import { once } from "node:events";
import { until } from "./until.ts";

type Json = Record<string, unknown>;

/** A client as another language would write it after `docs/protocol.md`: text frames over a WebSocket, no library. */
export class RawClient {
  readonly frames: string[] = [];
  readonly closed: Promise<unknown>;
  readonly #socket: WebSocket;
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = once(socket, "close");
    socket.addEventListener("message", ({ data }) => this.frames.push(String(data)));
  }

  /** With the handshake of the transport done, and no CONNECT yet. */
  static async open(socketUrl: string): Promise<RawClient> {
    const client = new RawClient(
      new WebSocket(`${socketUrl.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`),
    );
    await client.frame(/^0/);
    return client;
  }

  static async signIn(socketUrl: string, token: string): Promise<RawClient> {
    const client = await RawClient.open(socketUrl);
    client.send(`40${JSON.stringify({ token })}`);
    await client.event("welcome");
    return client;
  }

  send(frame: string): void {
    this.#socket.send(frame);
  }

  /** What follows the type in the first frame of that type. */
  async frame(type: RegExp): Promise<Json> {
    const found = () => this.frames.find(frame => type.test(frame));
    await until(() => found() !== undefined, `a frame ${type}`);
    return JSON.parse(found()?.replace(type, "") ?? "") as Json;
  }

  /** Payloads of the event, in the order of their arrival. */
  events(name: string): Json[] {
    const start = `42["${name}",`;
    return this.frames
      .filter(frame => frame.startsWith(start))
      .map(frame => (JSON.parse(frame.slice(2)) as [string, Json])[1]);
  }

  async event(name: string, holds: (payload: Json) => boolean = () => true): Promise<Json> {
    await until(() => this.events(name).some(holds), `the event ${name}`);
    return this.events(name).find(holds) ?? {};
  }

  /** The one argument of the ack. */
  async ask(name: string, payload: unknown): Promise<Json> {
    this.#asked += 1;
    const id = this.#asked;
    this.send(`42${id}${JSON.stringify([name, payload])}`);
    const [ack] = (await this.frame(new RegExp(`^43${id}(?=\\[)`))) as unknown as [Json];
    return ack;
  }

  close(): void {
    this.#socket.close();
  }
}
