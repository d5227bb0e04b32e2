import { once } from "node:events";
import type { Ack, Answer, ClientEvents, Logged, Payload, RequestName, ServerEvents } from "@hubbub/protocol";
import { io, type Socket } from "socket.io-client";
import type { Account } from "./accounts.ts";
import type { Recorder } from "./record.ts";

/** A client by somebody else: speaks the wire, and does not try anything again by itself. */
export class RawDevice {
  readonly socket: Socket<ServerEvents, ClientEvents>;
  readonly #recorder: Recorder;

  private constructor(socket: Socket, recorder: Recorder) {
    this.socket = socket;
    this.#recorder = recorder;
  }

  /** Resolves after the welcome. */
  static async connect(url: string, account: Account, recorder: Recorder): Promise<RawDevice> {
    const token = await account.getToken();
    const socket = io(url, { transports: ["websocket"], auth: { token }, forceNew: true, reconnection: false });
    await once(socket as never, "welcome", { signal: AbortSignal.timeout(10_000) });
    return new RawDevice(socket, recorder);
  }

  /** Resolves with the answer; null where none came. */
  async send(room: string, id: string, text = "as it is"): Promise<Ack<Logged> | null> {
    this.#recorder.note({ type: "sent", room, id });
    try {
      const sending = this.socket.timeout(5_000).emitWithAck("message:send", { room, text, clientMessageId: id });
      const ack = await sending;
      if (ack.ok) this.#recorder.note({ type: "acked", room, epoch: ack.epoch, seq: ack.message.seq, id });
      else this.#recorder.note({ type: "refused", id, known: !ack.error.temporary, code: ack.error.code });
      return ack;
    } catch {
      this.#recorder.note({ type: "refused", id, known: false, code: "unavailable" });
      return null;
    }
  }

  /** Rejects with the refusal. */
  async ask<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Answer<Name>> {
    const sending = this.socket.timeout(5_000).emitWithAck(name, ...([payload] as never));
    const ack = (await sending) as Ack<Answer<Name>>;
    if (!ack.ok) throw new Error(`${name} was refused: ${ack.error.message}`);
    return ack;
  }

  close(): void {
    this.socket.close();
  }
}
