import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A line to several ports in turn, that can be cut. While it is, it takes nobody. */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isOpen = true;

  private constructor(ports: readonly number[]) {
    let turn = 0;
    this.#server = createServer(near => {
      const far = connect({ port: ports[turn++ % ports.length] ?? 0, host: "127.0.0.1", noDelay: true });
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on("close", () => this.#sockets.delete(socket));
        // The other half ends with it.
        socket.on("error", () => {});
      }
      near.on("close", () => far.destroy());
      far.on("close", () => near.destroy());
      near.pipe(far).pipe(near);
      if (!this.#isOpen) this.cut();
    });
  }

  static async listen(ports: readonly number[]): Promise<Relay> {
    const relay = new Relay(ports);
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.#isOpen = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
