/** Who types where, as they say it themselves. Nobody else knows: a word that is lost is made up for by the next. */
import { limits, type ServerEvents, type User } from "@hubbub/protocol";
import type { Environment } from "./types.ts";

type TypingChange = Parameters<ServerEvents["typing:change"]>[0];

/** Others: who does not say so again has stopped after a while. */
export class Typists {
  readonly #environment: Environment;
  readonly #onChange: (room: string, typing: readonly User[]) => void;
  readonly #rooms = new Map<string, Map<string, { readonly user: User; readonly stopTimer: () => void }>>();

  constructor(environment: Environment, onChange: (room: string, typing: readonly User[]) => void) {
    this.#environment = environment;
    this.#onChange = onChange;
  }

  heard({ room, user, typing }: TypingChange): void {
    const typists = this.#rooms.get(room) ?? new Map();
    const known = typists.get(user.id);
    known?.stopTimer();
    if (typing) {
      const stopTimer = this.#environment.after(limits.typingLastsMs, () => this.stopped(room, user));
      typists.set(user.id, { user, stopTimer });
      this.#rooms.set(room, typists);
    } else typists.delete(user.id);
    if (typing !== (known !== undefined)) this.#tell(room);
  }

  /** They have sent what they typed, or went away. */
  stopped(room: string, user: User): void {
    this.heard({ room, user, typing: false });
  }

  /** Nobody is heard any more. */
  clear(): void {
    for (const [room, typists] of this.#rooms) {
      for (const { stopTimer } of typists.values()) stopTimer();
      typists.clear();
      this.#tell(room);
    }
    this.#rooms.clear();
  }

  #tell(room: string): void {
    this.#onChange(
      room,
      [...(this.#rooms.get(room)?.values() ?? [])].map(({ user }) => user),
    );
  }
}

/** The user: told at once, then at most every few seconds while they go on. */
export class OwnTyping {
  readonly #now: () => number;
  readonly #tell: (room: string, typing: boolean) => void;
  /** Room → when it was told last. */
  readonly #told = new Map<string, number>();

  constructor(now: () => number, tell: (room: string, typing: boolean) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  set(room: string, typing: boolean): void {
    const age = Math.abs(this.#now() - (this.#told.get(room) ?? Number.NEGATIVE_INFINITY));
    const isNews = typing ? age >= limits.typingEveryMs : age < limits.typingLastsMs;
    if (typing && isNews) this.#told.set(room, this.#now());
    if (!typing) this.#told.delete(room);
    if (isNews) this.#tell(room, typing);
  }

  /** The message itself says that the typing is over. */
  sent(room: string): void {
    this.#told.delete(room);
  }
}
