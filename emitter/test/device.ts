import type { Ack, Answer, Payload, RequestName, ServerEvents, Session, Welcome } from "@hubbub/protocol";
import { io, type Socket } from "socket.io-client";

/** A new account of a name that nobody else uses. */
export async function signUp(apiUrl: string, name: string): Promise<Session> {
  const response = await fetch(`${apiUrl}/api/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password: "correct horse battery" }),
  });
  if (response.status !== 201) throw new Error(`Signing up answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Session;
}

type EventName = keyof ServerEvents;
type PayloadOf<Name extends EventName> = Parameters<ServerEvents[Name]>[0];

/** One connection of a person, as the plainest client would hold it. */
export class Device {
  readonly #socket: Socket;
  readonly #heard: { event: string; payload: unknown }[] = [];
  readonly #listeners = new Set<() => void>();

  private constructor(socketUrl: string, token: string) {
    this.#socket = io(socketUrl, { transports: ["websocket"], auth: { token }, reconnection: false, forceNew: true });
    this.#socket.onAny((event: string, payload: unknown) => {
      this.#heard.push({ event, payload });
      for (const listener of this.#listeners) listener();
    });
  }

  static async connect(socketUrl: string, token: string): Promise<Device & { readonly welcome: Welcome }> {
    const device = new Device(socketUrl, token);
    const refused = new Promise<never>((_, reject) => {
      device.#socket.once("connect_error", reject);
    });
    const welcome = await Promise.race([device.hears("welcome"), refused]);
    return Object.assign(device, { welcome });
  }

  /** The first such event, heard already or still to come. */
  hears<Name extends EventName>(event: Name, matches: (payload: PayloadOf<Name>) => boolean = () => true) {
    return new Promise<PayloadOf<Name>>(resolve => {
      const look = () => {
        const found = this.all(event).find(matches);
        if (found === undefined) return;
        this.#listeners.delete(look);
        resolve(found);
      };
      this.#listeners.add(look);
      look();
    });
  }

  all<Name extends EventName>(event: Name): PayloadOf<Name>[] {
    return this.#heard.filter(each => each.event === event).map(each => each.payload as PayloadOf<Name>);
  }

  /** The message of this id, with the room and epoch it came in. */
  async hearsMessage(id: string) {
    const has = (batch: PayloadOf<"message:batch">) => batch.messages.some(each => each.clientMessageId === id);
    const { room, epoch, messages } = await this.hears("message:batch", has);
    return { room, epoch, message: messages.find(each => each.clientMessageId === id) };
  }

  /**
   * Resolves when it heard the message, or where its room's log stands now: a subscription of a sharded replica takes
   * effect a moment after the word that it is wanted.
   */
  async learnsOf({
    id,
    room,
    seq,
  }: {
    readonly id: string;
    readonly room: string;
    readonly seq: number;
  }): Promise<void> {
    const position = this.hears("room:position", head => head.room === room && head.seq >= seq);
    await Promise.race([this.hearsMessage(id), position]);
  }

  async ask<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Ack<Answer<Name>>> {
    return this.#socket.timeout(5_000).emitWithAck(name, payload);
  }

  /** Resolves when the connection is over. */
  async closed(): Promise<void> {
    if (this.#socket.connected) await new Promise(resolve => this.#socket.once("disconnect", resolve));
  }

  close(): void {
    this.#socket.disconnect();
  }
}
