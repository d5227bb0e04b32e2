import type { Chat } from "@hubbub/client";
import { limits, type Member, type User } from "@hubbub/protocol";
import { signal } from "@preact/signals";
import type { Clock } from "./clock.ts";
import { explainAny } from "./words.ts";

/** How many members are asked for at once. */
const pageLength = 50;
/** How soon after a change the list is read again, in ms. */
const refreshAfter = 1_000;

/** The members of one room, a page at a time, and what the owner can do with them. */
export class Members {
  readonly #core: Chat;
  readonly #room: string;
  readonly #clock: Clock;
  #asked = 0;
  #cancelRefresh: (() => void) | null = null;
  /** Null until the first page is there. */
  readonly list = signal<readonly Member[] | null>(null);
  /** Of interest to the owner only. */
  readonly banned = signal<readonly User[]>([]);
  readonly more = signal<string | null>(null);
  readonly error = signal<string | null>(null);

  /** `clock` is that of the replicas. */
  constructor(core: Chat, room: string, clock: Clock) {
    this.#core = core;
    this.#room = room;
    this.#clock = clock;
  }

  /** Something may have changed: the list is read again soon, or at once where nothing was read yet. */
  refresh(): void {
    if (this.#asked === 0) void this.load();
    else this.#cancelRefresh ??= this.#clock.after(refreshAfter, () => void this.load());
  }

  stop(): void {
    this.#cancelRefresh?.();
    this.#cancelRefresh = null;
  }

  /** Reads anew as many as are shown. Never rejects, as `loadMore`: what went wrong is in `error`. */
  async load(): Promise<void> {
    this.stop();
    await this.#page(undefined);
  }

  async loadMore(): Promise<void> {
    const after = this.more.peek();
    if (after !== null) await this.#page(after);
  }

  async invite(user: User): Promise<void> {
    await this.#core.invite(this.#room, { user: user.id });
    await this.load();
  }

  /** For so long, in ms; 0 lets them speak again. */
  async mute({ id }: User, ms: number): Promise<void> {
    await this.#core.mute(this.#room, id, ms === 0 ? 0 : this.#clock.now() + ms);
    await this.load();
  }

  async remove({ id }: User): Promise<void> {
    await this.#core.removeMember(this.#room, id);
    await this.load();
  }

  async ban({ id }: User, banned: boolean): Promise<void> {
    await this.#core.ban(this.#room, id, banned);
    await this.load();
  }

  async makeOwner({ id }: User): Promise<void> {
    await this.#core.changeRoom(this.#room, { owner: id });
    await this.load();
  }

  async #page(after: string | undefined): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const known = this.list.peek() ?? [];
    const limit = after === undefined ? Math.min(Math.max(known.length, pageLength), limits.membersLength) : pageLength;
    try {
      const page = await this.#core.members(this.#room, { limit, ...(after === undefined ? {} : { after }) });
      if (asked !== this.#asked) return;
      const before = after === undefined ? [] : known;
      this.list.value = [...before, ...page.members];
      if (after === undefined) this.banned.value = page.banned ?? [];
      this.more.value = page.next ?? null;
      this.error.value = null;
    } catch (error) {
      if (asked === this.#asked) this.error.value = explainAny(error);
    }
  }
}
