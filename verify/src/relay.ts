import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { Pipe, type Weather } from "./pipe.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A line between two processes, on which the weather can turn bad. */
export class Relay {
  readonly port: number;
  readonly #server: Server;
  readonly #pipes = new Set<Pipe>();
  #target: Address;
  #weather: Weather = {};
  #isOpen = true;

  private constructor(server: Server, port: number, target: Address) {
    this.#server = server;
    this.port = port;
    this.#target = target;
    server.on("connection", near => this.#take(near));
  }

  static async start(target: Address): Promise<Relay> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The relay has no port.");
    return new Relay(server, address.port, target);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Where new connections go from now on. */
  lead(target: Address): void {
    this.#target = target;
  }

  /** Ends all connections, as a reset of the line would. */
  cut(): void {
    for (const pipe of [...this.#pipes]) pipe.cut();
  }

  /** Cuts, and refuses whoever comes, until `open`. */
  close(): void {
    this.#isOpen = false;
    this.cut();
  }

  open(): void {
    this.#isOpen = true;
  }

  /**
   * For all connections, those to come too. Connections that lost bytes end with the next change:
   * no network would go on after that.
   */
  turn(weather: Weather): void {
    this.#weather = weather;
    for (const pipe of [...this.#pipes]) pipe.turn(weather);
  }

  /** The connections that there are swallow everything from now on; those to come are fine. */
  silence(): void {
    for (const pipe of this.#pipes) pipe.turn({ swallow: true });
  }

  async stop(): Promise<void> {
    this.close();
    this.#server.close();
    await once(this.#server, "close");
  }

  #take(near: Socket): void {
    if (!this.#isOpen) {
      near.on("error", () => {});
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.#target);
    const pipe = new Pipe(near, far, this.#weather, () => this.#pipes.delete(pipe));
    this.#pipes.add(pipe);
  }
}
