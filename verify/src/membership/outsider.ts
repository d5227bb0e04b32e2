import { pause } from "../deadline.ts";
import { RawDevice } from "../raw-device.ts";
import type { Recorder } from "../record.ts";
import type { Guest } from "./guest.ts";

/** How long it waits before it comes back, in ms. */
const away = 300;

/**
 * Beside a guest's device: a client by somebody else, which notes down all that the wire brings it, whether it is in the
 * room or not, and tries what the guest may not.
 */
export class Outsider {
  readonly #url: string;
  readonly #guest: Guest;
  readonly #recorder: Recorder;
  #raw: RawDevice | null = null;
  #numbered = 0;
  #isClosed = false;

  constructor(url: string, guest: Guest, recorder: Recorder) {
    this.#url = url;
    this.#guest = guest;
    this.#recorder = recorder;
  }

  /** Resolves when it listens; from then on it comes back whenever its connection breaks. */
  async open(): Promise<void> {
    const { account } = this.#guest.device;
    const raw = await RawDevice.connect(this.#url, account, this.#recorder).catch(() => null);
    if (raw === null || this.#isClosed) {
      raw?.close();
      return this.#again();
    }
    this.#raw = raw;
    raw.socket.on("message:batch", ({ room, epoch, messages }) => {
      for (const { seq, clientMessageId: id } of messages) {
        this.#recorder.note({ type: "delivered", room, epoch, seq, id });
      }
    });
    raw.socket.once("disconnect", () => void this.#again());
  }

  /** Speaks; where the guest is banned, asks to be let in. Resolves after so long with what it should not have been given. */
  async tries(ms: number): Promise<string[]> {
    const over = pause(ms);
    const { device, room, isBanned } = this.#guest;
    this.#numbered += 1;
    await this.#raw?.send(room, `${this.#recorder.client}.${this.#numbered}`);
    const isLetIn = isBanned && this.#raw !== null && (await mayEnter(this.#raw, room));
    await over;
    return isLetIn ? [`let in: ${device.account.id} into ${room}, who is banned`] : [];
  }

  close(): void {
    this.#isClosed = true;
    this.#raw?.close();
  }

  async #again(): Promise<void> {
    this.#raw = null;
    if (this.#isClosed) return;
    await pause(away);
    await this.open();
  }
}

/** Whether a replica lets them in. No answer is none that lets in. */
export const mayEnter = (raw: RawDevice, room: string): Promise<boolean> =>
  raw.ask("room:join", { room }).then(
    () => true,
    () => false,
  );
