import type { Chat, ChatState, OutboxStorage, RoomView } from "@hubbub/client";
import { directRoomId, generalRoom, type User } from "@hubbub/protocol";
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Clock } from "./clock.ts";
import { NewestPages } from "./newest-pages.ts";
import { Outage } from "./outage.ts";
import { Seen } from "./seen.ts";
import type { Toasts } from "./toasts.ts";
import { unreadCount } from "./unread.ts";
import { type OutageText, pageTitle, roomName } from "./words.ts";

/** What the page around the views tells and takes. */
export interface Page {
  /** The room in the address bar, if any. */
  readonly room: ReadonlySignal<string | null>;
  /** Whether somebody can see the page. */
  readonly visible: ReadonlySignal<boolean>;
  goTo(room: string): void;
}

export interface ChatStoreOptions {
  readonly chat: Chat;
  readonly user: User;
  readonly page: Page;
  readonly storage: OutboxStorage;
  readonly toasts: Toasts;
  readonly clock: Clock;
}

const byTitle = (a: RoomView, b: RoomView) => a.title.localeCompare(b.title);
const generalFirst = (a: RoomView, b: RoomView) =>
  Number(b.id === generalRoom) - Number(a.id === generalRoom) || byTitle(a, b);

/** One person's chat as signals: what the views read, and what they ask for. */
export class ChatStore {
  readonly user: User;
  readonly #chat: Chat;
  readonly #page: Page;
  readonly #seen: Seen;
  readonly #outage: Outage;
  readonly #pages: NewestPages;
  readonly #state: Signal<ChatState>;
  readonly #endings: (() => void)[];
  /** What stands unsent in the composer of each room. */
  readonly drafts = new Map<string, string>();

  readonly connection = computed(() => this.#state.value.connection);
  readonly selected = computed(() => this.#page.room.value ?? generalRoom);
  readonly room = computed(() => this.#state.value.rooms.get(this.selected.value) ?? null);
  /** False until a replica has said which rooms there are. */
  readonly ready = computed(() => this.#state.value.rooms.size > 0);
  /** Whether the newest page of the open room is there. */
  readonly loaded = computed(() => this.#pages.loaded.value.has(this.selected.value));
  readonly #rooms = computed(() => [...this.#state.value.rooms.values()]);
  readonly publicRooms = computed(() => this.#rooms.value.filter(room => room.kind === "public").sort(generalFirst));
  readonly directRooms = computed(() => this.#rooms.value.filter(room => room.kind === "direct").sort(byTitle));
  /** Everybody is in general, so who is online there is online. */
  readonly #general = computed(() => this.#state.value.rooms.get(generalRoom) ?? null);
  readonly people = computed(() => this.#general.value?.online ?? []);
  readonly peopleCount = computed(() => this.#general.value?.onlineCount ?? 0);
  readonly onlineIds = computed(() => new Set(this.people.value.map(person => person.id)));
  readonly unread = computed(() => {
    const seen = this.#seen.positions.value;
    return new Map(this.#rooms.value.map(room => [room.id, unreadCount(room, seen.get(room.id), this.user.id)]));
  });
  readonly unreadTotal = computed(() => [...this.unread.value.values()].reduce((sum, count) => sum + count, 0));
  readonly title = computed(() =>
    pageTitle(this.room.value === null ? null : roomName(this.room.value), this.unreadTotal.value),
  );

  constructor({ chat, user, page, storage, toasts, clock }: ChatStoreOptions) {
    this.user = user;
    this.#chat = chat;
    this.#page = page;
    this.#seen = new Seen(storage, user.id);
    this.#state = signal({ ...chat.state });
    this.#pages = new NewestPages(room => chat.join(room), clock.after);
    this.#outage = new Outage(this.connection, clock);
    this.#endings = [
      // A copy, so that the signal sees a change whether or not the core made a new object.
      chat.on("change", state => {
        this.#state.value = { ...state };
      }),
      chat.on("notice", notice => toasts.show(notice.title, notice.text)),
      effect(() => this.#wantPages()),
      effect(() => this.#markSeen()),
    ];
  }

  /** What to say about the connection, or null. */
  get outage(): ReadonlySignal<OutageText | null> {
    return this.#outage.message;
  }

  connect(): void {
    this.#chat.connect();
  }

  reconnect(): void {
    if (this.connection.value.phase === "ended") this.#chat.connect();
    else this.#chat.retryNow();
  }

  open(room: string): void {
    this.#page.goTo(room);
  }

  send(room: string, text: string): void {
    // A refusal stands beside the message in the timeline.
    this.#chat.send(room, text).catch(() => {});
  }

  retry(clientMessageId: string): void {
    this.#chat.retry(clientMessageId);
  }

  discard(clientMessageId: string): void {
    this.#chat.discard(clientMessageId);
  }

  async loadOlder(room: string): Promise<void> {
    await this.#chat.loadOlder(room);
  }

  async join(id: string): Promise<void> {
    const room = await this.#chat.join(id);
    this.#pages.have(room.id);
    this.#page.goTo(room.id);
  }

  async leave(id: string): Promise<void> {
    await this.#chat.leave(id);
    this.#page.goTo(generalRoom);
  }

  async openDirect(who: { user: string } | { name: string }): Promise<void> {
    const known = "user" in who ? directRoomId(this.user.id, who.user) : "";
    const room = this.#state.value.rooms.get(known) ?? (await this.#openDirect(who));
    this.#page.goTo(room.id);
  }

  close(): void {
    for (const end of this.#endings) end();
    this.#outage.stop();
    this.#chat.close();
  }

  async #openDirect(who: { user: string } | { name: string }): Promise<RoomView> {
    const room = await this.#chat.openDirect(who);
    this.#pages.have(room.id);
    return room;
  }

  /** The open room is read, and general says who is online. */
  #wantPages(): void {
    if (this.connection.value.phase !== "online") return;
    for (const id of [this.selected.value, generalRoom]) {
      if (this.#state.value.rooms.has(id)) this.#pages.want(id);
    }
  }

  /** What the open room shows is seen. In a browser that is new to this person, all that was there before is. */
  #markSeen(): void {
    const isNewHere = this.#seen.positions.peek().size === 0;
    const shown = this.#page.visible.value && this.room.value !== null ? [this.room.value] : [];
    for (const { id, position } of isNewHere ? this.#rooms.value : shown) {
      if (position !== null) this.#seen.mark(id, position);
    }
  }
}
