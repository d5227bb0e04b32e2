import {
  type Chat,
  type ChatState,
  type ConnectionState,
  IdleWatch,
  type OutboxStorage,
  type RoomView,
} from "@hubbub/client";
import { directRoomId, generalRoom, type PersonRef, type User } from "@hubbub/protocol";
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { Alerts, type Notifier } from "./alerts.ts";
import type { Clock } from "./clock.ts";
import { Composing } from "./composing.ts";
import { Drafts } from "./drafts.ts";
import type { Directory } from "./finding.ts";
import { Gaps } from "./gaps.ts";
import { NewestPages } from "./newest-pages.ts";
import { News } from "./news.ts";
import { Outage } from "./outage.ts";
import { People } from "./people.ts";
import { Reading } from "./reading.ts";
import { inOrder } from "./room-order.ts";
import { Ticking } from "./ticking.ts";
import { type OwnEntry, timelineRows } from "./timeline.ts";
import type { Toasts } from "./toasts.ts";
import { exitText, mutedText, type OutageText, pageTitle, roomName } from "./words.ts";

/** What the page around the views tells and takes. */
export interface Page {
  /** The room in the address bar, if any. */
  readonly room: ReadonlySignal<string | null>;
  /** Whether somebody can see the page. */
  readonly visible: ReadonlySignal<boolean>;
  /** Calls back whenever somebody does something here, until the result is called. */
  onInput(listener: () => void): () => void;
  goTo(room: string): void;
  readonly notifier: Notifier;
}

/** The dialogs that there are, with what they are about. */
export type OpenDialog =
  | { readonly kind: "jump" | "join" | "direct" }
  | { readonly kind: "details"; readonly room: string }
  | { readonly kind: "remove"; readonly room: string; readonly entry: OwnEntry };

export interface ChatStoreOptions {
  readonly chat: Chat;
  readonly user: User;
  readonly page: Page;
  readonly publicRooms: Directory["publicRooms"];
  readonly storage: OutboxStorage;
  readonly toasts: Toasts;
  readonly clock: Clock;
}

/** One person's chat as signals: what the views read, and what they ask for. */
export class ChatStore {
  readonly user: User;
  readonly core: Chat;
  /** That of the replicas. */
  readonly clock: Clock;
  /** Where rooms and people are found. */
  readonly directory: Directory;
  readonly #page: Page;
  readonly #toasts: Toasts;
  readonly #outage: Outage;
  readonly #pages: NewestPages;
  readonly #state: Signal<ChatState>;
  readonly #ticking: Ticking;
  readonly #gaps: Gaps;
  /** The open room, where it was unread when it was opened. */
  readonly #risen = signal<string | null>(null);
  readonly #endings: readonly (() => void)[];

  readonly connection = computed(() => this.#state.value.connection);
  /** Whether the user said that they are away. */
  readonly away = computed(() => this.#state.value.away);
  /** The time by the clock of the replicas, exact enough for words such as "5 minutes ago". */
  readonly now = computed(() => this.#ticking.now.value + this.connection.value.clockAhead);
  readonly selected = computed(() => this.#page.room.value ?? generalRoom);
  readonly room = computed(() => this.#state.value.rooms.get(this.selected.value) ?? null);
  /** False until a replica has said which rooms there are. */
  readonly ready = computed(() => this.#state.value.rooms.size > 0);
  /** Whether the newest page of the open room is there. */
  readonly loaded = computed(() => this.#pages.loaded.value.has(this.selected.value));
  readonly rooms = computed(() => [...this.#state.value.rooms.values()]);
  readonly #ordered = computed(() => inOrder(this.rooms.value, this.#risen.value));
  readonly groupRooms = computed(() => this.#ordered.value.filter(room => room.kind !== "direct"));
  readonly directRooms = computed(() => this.#ordered.value.filter(room => room.kind === "direct"));
  readonly unreadTotal = computed(() => this.rooms.value.reduce((sum, room) => sum + room.unread, 0));
  readonly title = computed(() =>
    pageTitle(this.room.value === null ? null : roomName(this.room.value), this.unreadTotal.value),
  );

  readonly people: People;
  readonly news: News;
  readonly reading: Reading;
  readonly composing: Composing;
  /** What the open room shows. */
  readonly rows = computed(() =>
    this.room.value === null
      ? []
      : timelineRows(
          this.room.value,
          this.user,
          this.reading.span.value,
          this.#gaps.starts.value.get(this.room.value.id),
        ),
  );
  /** What stands in front of everything else, if anything does. */
  readonly dialog = signal<OpenDialog | null>(null);

  constructor({ chat, user, page, publicRooms, storage, toasts, clock }: ChatStoreOptions) {
    this.user = user;
    this.core = chat;
    this.clock = { after: clock.after, now: () => clock.now() + this.connection.peek().clockAhead };
    this.directory = {
      me: user,
      ownRooms: () => this.rooms.peek(),
      publicRooms,
      findPeople: prefix => chat.findPeople(prefix),
      findRooms: prefix => chat.findRooms(prefix),
    };
    this.#page = page;
    this.#toasts = toasts;
    this.#state = signal({ ...chat.state });
    this.#pages = new NewestPages(room => chat.join(room), clock.after);
    this.#outage = new Outage(this.connection, clock);
    this.#ticking = new Ticking(clock);
    const { visible, notifier } = page;
    const alerts = new Alerts({ chat, user, visible, notifier, goTo: id => page.goTo(id) });
    const idle = new IdleWatch({ environment: clock, onChange: isIdle => chat.setIdle(isIdle) });
    this.people = new People(this.rooms);
    this.#gaps = new Gaps(chat);
    this.news = new News(chat, user, this.selected);
    const room = computed(() => (this.loaded.value ? this.room.value : null));
    this.reading = new Reading({ chat, room, visible });
    const mayWrite = computed(() => mutedText(this.room.value?.mutedUntil ?? null, this.now.value) === null);
    const drafts = new Drafts(storage, user.id);
    this.composing = new Composing({
      ...{ chat, drafts, room: this.selected, rows: this.rows, mayWrite },
      onEmptied: entry => this.askToRemove(entry),
      onGone: () => toasts.show("That message cannot be edited any more", "It was removed, or is out of reach."),
    });
    this.#endings = [
      // A copy, so that the signal sees a change whether or not the core made a new object.
      chat.on("change", state => {
        this.#state.value = { ...state };
      }),
      chat.on("notice", notice => toasts.show(notice.title, notice.text)),
      chat.on("exited", (id, reason) => this.#exited(id, reason)),
      effect(() => this.#wantPages()),
      this.selected.subscribe(id => this.#opened(id)),
      page.onInput(() => idle.input()),
      ...[idle, alerts, this.reading, this.composing, this.news, this.#gaps, this.#outage, this.#ticking].map(
        part => () => part.stop(),
      ),
    ];
  }

  get notifier(): Notifier {
    return this.#page.notifier;
  }

  /** What to say about the connection, or null. */
  get outage(): ReadonlySignal<OutageText | null> {
    return this.#outage.message;
  }

  /** The connection without its blinks. */
  get shownConnection(): ReadonlySignal<ConnectionState> {
    return this.#outage.shown;
  }

  connect(): void {
    this.core.connect();
  }

  reconnect(): void {
    if (this.connection.value.phase === "ended") this.core.connect();
    else this.core.retryNow();
  }

  open(room: string): void {
    this.#page.goTo(room);
  }

  async join(id: string): Promise<void> {
    this.#enter(await this.core.join(id));
  }

  async create(room: { room: string; kind: "public" | "private"; title: string }): Promise<void> {
    this.#enter(await this.core.createRoom(room));
  }

  async leave(id: string): Promise<void> {
    await this.core.leave(id);
    if (this.selected.peek() === id) this.#page.goTo(generalRoom);
  }

  async openDirect(who: PersonRef): Promise<void> {
    const known = "user" in who ? this.#state.value.rooms.get(directRoomId(this.user.id, who.user)) : undefined;
    if (known === undefined) this.#enter(await this.core.openDirect(who));
    else this.#page.goTo(known.id);
  }

  askToRemove(entry: OwnEntry): void {
    this.dialog.value = { kind: "remove", room: this.selected.peek(), entry };
  }

  close(): void {
    for (const end of this.#endings) end();
    this.core.close();
  }

  #enter(room: RoomView): void {
    this.#pages.have(room.id);
    this.#page.goTo(room.id);
  }

  #opened(id: string): void {
    // What a dialog says is about the room that it was opened in.
    this.dialog.value = null;
    this.#risen.value = this.#state.peek().rooms.get(id)?.unread ? id : null;
  }

  /** The open room is read, and general says who is online. */
  #wantPages(): void {
    if (this.connection.value.phase !== "online") return;
    for (const id of [this.selected.value, generalRoom]) {
      if (this.#state.value.rooms.has(id)) this.#pages.want(id);
    }
  }

  #exited(id: string, reason: Parameters<typeof exitText>[0]): void {
    const text = exitText(reason);
    const room = this.#state.peek().rooms.get(id);
    this.#pages.forget(id);
    if (text !== null) this.#toasts.show(`You are not in ${room ? roomName(room) : id} any more`, text);
    if (this.selected.peek() === id) this.#page.goTo(generalRoom);
  }
}
