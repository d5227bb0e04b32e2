import type { Chat } from "@hubbub/client";
import type { Member, User } from "@hubbub/protocol";
import { signal } from "@preact/signals";
import { explainAny } from "./words.ts";

/** How many members are asked for at once. */
const pageLength = 50;

/** The members of one room, a page at a time, and what the owner can do with them. */
export class Members {
  readonly #core: Chat;
  readonly #room: string;
  /** Null until the first page is there. */
  readonly list = signal<readonly Member[] | null>(null);
  /** Of interest to the owner only. */
  readonly banned = signal<readonly User[]>([]);
  readonly more = signal<string | null>(null);
  readonly error = signal<string | null>(null);

  constructor(core: Chat, room: string) {
    this.#core = core;
    this.#room = room;
  }

  /** Begins anew with the first page. Never rejects, as `loadMore`: what went wrong is in `error`. */
  async load(): Promise<void> {
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
  async mute({ id }: User, ms: number, now: number): Promise<void> {
    await this.#core.mute(this.#room, id, ms === 0 ? 0 : now + ms);
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
    try {
      const page = await this.#core.members(this.#room, {
        limit: pageLength,
        ...(after === undefined ? {} : { after }),
      });
      const before = after === undefined ? [] : (this.list.peek() ?? []);
      this.list.value = [...before, ...page.members];
      if (after === undefined) this.banned.value = page.banned ?? [];
      this.more.value = page.next ?? null;
      this.error.value = null;
    } catch (error) {
      this.error.value = explainAny(error);
    }
  }
}
