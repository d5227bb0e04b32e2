import type { ConnectAuth } from "@hubbub/protocol";
import type { Request } from "./link.ts";
import type { Environment } from "./types.ts";
import { Wish } from "./wish.ts";

export interface OwnPresenceOptions {
  readonly environment: Environment;
  readonly isOnline: () => boolean;
  readonly request: Request;
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
}

/** What the user lets others know: whether this device is idle, and whether they are away. */
export class OwnPresence {
  readonly #idle: Wish;
  readonly #away: Wish;

  constructor({ request, onChange, ...options }: OwnPresenceOptions) {
    this.#idle = new Wish({ ...options, onChange: () => {}, tell: idle => request("activity:set", { idle }) });
    this.#away = new Wish({ ...options, onChange, tell: away => request("presence:set", { away }) });
  }

  get away(): boolean {
    return this.#away.value;
  }

  setIdle(idle: boolean): void {
    this.#idle.set(idle);
  }

  setAway(away: boolean): void {
    this.#away.set(away);
  }

  /** How the connection begins that is dialled now. */
  introduce(): Pick<ConnectAuth, "idle"> {
    return this.#idle.carry() ? { idle: true } : {};
  }

  /** What the user said on some device, as a replica tells it. */
  heard(away: boolean): void {
    this.#away.heard(away);
  }

  welcomed(away: boolean): void {
    this.#idle.resume();
    this.#away.heard(away);
  }

  /** There is no connection any more. */
  interrupt(): void {
    this.#idle.interrupt();
    this.#away.interrupt();
  }
}
