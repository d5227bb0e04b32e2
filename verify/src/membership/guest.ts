/** Lets people in and shows them out, and keeps the record of it that the judge needs. */
import { HubbubError } from "@hubbub/protocol";
import { pause } from "../deadline.ts";
import type { Device } from "../device.ts";
import { type Act, openFirst } from "./gate.ts";
import type { Standing } from "./judge.ts";

export interface GuestOptions {
  readonly device: Device;
  readonly room: string;
  readonly kind: "public" | "private";
  /** Of the room. */
  readonly owner: Device;
  /** The tape of what they try beside their device. */
  readonly alias: string;
  readonly now: () => number;
}

export type WayOut = "leave" | "remove" | "ban";

/** Somebody in somebody else's room. What is asked for them comes one after the other, each until it is done. */
export class Guest {
  readonly #options: GuestOptions;
  readonly #membership: Act[] = [openFirst];
  readonly #voice: Act[] = [openFirst];
  isIn = true;
  isBanned = false;

  constructor(options: GuestOptions) {
    this.#options = options;
  }

  get device(): Device {
    return this.#options.device;
  }

  get room(): string {
    return this.#options.room;
  }

  get standing(): Standing {
    const { device, room, alias } = this.#options;
    const clients = new Set([device.name, alias]);
    return { user: device.account.id, room, clients, membership: this.#membership, voice: this.#voice };
  }

  async goOut(way: WayOut): Promise<void> {
    const { device, owner, room } = this.#options;
    const { id } = device.account;
    this.isIn = false;
    this.isBanned = way === "ban";
    await this.#act(this.#membership, false, () => {
      if (way === "leave") return device.chat.leave(room);
      return way === "ban" ? owner.chat.ban(room, id, true) : owner.chat.removeMember(room, id);
    });
  }

  /** `host`: any member. */
  async comeIn(host: Device): Promise<void> {
    const { device, kind, owner, room } = this.#options;
    const { id } = device.account;
    if (this.isBanned) await untilDone(() => owner.chat.ban(room, id, false));
    this.isBanned = false;
    await this.#act(this.#membership, true, () =>
      kind === "private" ? host.chat.invite(room, { user: id }) : device.chat.join(room),
    );
    this.isIn = true;
  }

  /** Nobody hears them for so long, in ms. */
  async beMuted(ms: number): Promise<void> {
    const { device, owner, room } = this.#options;
    const mute = (until: number) => owner.chat.mute(room, device.account.id, until);
    await this.#act(this.#voice, false, () => mute(Date.now() + 3_600_000));
    await pause(ms);
    await this.#act(this.#voice, true, () => mute(0));
  }

  async #act(gate: Act[], opens: boolean, work: () => Promise<unknown>): Promise<void> {
    const { now } = this.#options;
    const asked = now();
    const at = gate.push({ opens, asked, answered: Number.POSITIVE_INFINITY }) - 1;
    await untilDone(work);
    gate[at] = { opens, asked, answered: now() };
  }
}

/** Each of these requests may be made again. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof HubbubError && error.temporary)) throw error;
      await pause(error.retryAfterMs ?? 100);
    }
  }
}
