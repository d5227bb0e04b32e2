import {
  type ExitReason,
  HubbubError,
  type Joined,
  limits,
  type Message,
  type Payload,
  type PersonRef,
  type Position,
  type RequestName,
  type Welcome,
} from "@hubbub/protocol";
import { Connection } from "./connection.ts";
import { systemEnvironment } from "./environment.ts";
import { Inquiries } from "./inquiries.ts";
import { type OpenLink, openSocketLink } from "./link.ts";
import { Listeners } from "./listeners.ts";
import { OutboxStore } from "./outbox.ts";
import { OwnPresence } from "./own-presence.ts";
import { Recoverer } from "./recoverer.ts";
import { type Asked, Rooms, RoomViews } from "./rooms.ts";
import { Speech } from "./speech.ts";
import { firstSeq, type Timeline } from "./timeline.ts";
import type { Chat, ChatEvents, ChatOptions, ChatState, RoomView } from "./types.ts";
import { Typists } from "./typing.ts";
import type { ServerEvent } from "./wire.ts";

/** A chat as one user on one device sees it. Nothing happens before `connect()`. */
export const createChat = (options: ChatOptions): Chat => new ConnectedChat(options, openSocketLink);

/** Brings the parts together: what each of them decides is told to the others here. */
export class ConnectedChat extends Inquiries implements Chat {
  readonly #options: ChatOptions;
  readonly #listeners = new Listeners<ChatEvents>();
  readonly #views = new RoomViews();
  readonly #rooms: Rooms;
  readonly #speech: Speech;
  readonly #typists: Typists;
  readonly #recoverer: Recoverer;
  readonly #connection: Connection;
  readonly #presence: OwnPresence;
  readonly #older = new Map<string, Promise<boolean>>();
  #state: ChatState | null = null;
  #isTold = true;

  constructor(options: ChatOptions, openLink: OpenLink) {
    super();
    this.#options = options;
    const { url, getToken, environment = systemEnvironment } = options;
    const onFault = (error: unknown) => this.#listeners.emit("fault", error);
    const onChange = () => this.#changed();
    this.#rooms = new Rooms({
      onMessages: (room, epoch, messages) => this.#arrived(room, epoch, messages),
      onResync: (room, position) => this.#listeners.emit("resync", room, position),
      onChange,
    });
    this.#connection = new Connection({
      url,
      getToken,
      environment,
      openLink,
      isIdle: () => this.#presence.dialsIdle(),
      onState: ({ phase }) => {
        if (phase !== "online") this.#disconnected();
        onChange();
      },
      onWelcome: welcome => this.#welcomed(welcome),
      onEvent: event => this.#heard(event),
      onFault,
    });
    const isOnline = () => this.#connection.state.phase === "online";
    this.#presence = new OwnPresence({
      environment,
      isOnline,
      request: (name, payload) => this.#connection.request(name, payload),
      onChange,
      onFault,
    });
    this.#speech = new Speech({
      environment,
      rooms: this.#rooms,
      isOnline,
      request: (name, payload) => this.#connection.request(name, payload),
      onLogged: (room, { message, epoch }) => {
        this.#listeners.emit("acked", room, epoch, message);
        this.#heardOf({ room, epoch, messages: [message] });
      },
      onChange,
    });
    this.#typists = new Typists(environment, (room, typing) => this.#rooms.typing(room, typing));
    this.#recoverer = new Recoverer({
      environment,
      behind: () => this.#rooms.behind(),
      ask: rooms => this.#recover(rooms),
      onFault,
    });
  }

  get state(): ChatState {
    this.#state ??= {
      user: this.#rooms.user,
      away: this.#presence.away,
      connection: this.#connection.state,
      rooms: this.#views.of(this.#rooms, this.#speech.entries),
    };
    return this.#state;
  }

  on<Name extends keyof ChatEvents>(event: Name, listener: ChatEvents[Name]): () => void {
    return this.#listeners.on(event, listener);
  }

  connect(): void {
    this.#connection.connect();
  }

  retryNow(): void {
    this.#connection.retryNow();
  }

  close(): void {
    this.#connection.close();
    this.#speech.stop(new HubbubError("unavailable", "The chat was closed before the message was in the log"));
  }

  async join(room: string): Promise<RoomView> {
    const asked = this.#rooms.ask(room);
    const payload = asked.timeline === null ? { room } : { room, position: asked.timeline.position };
    return this.#entered(await this.ask("room:join", payload), asked);
  }

  async openDirect(who: PersonRef): Promise<RoomView> {
    const asked = this.#rooms.ask();
    return this.#entered(await this.ask("direct:open", who), asked);
  }

  async createRoom(room: { room: string; kind: "public" | "private"; title?: string }): Promise<RoomView> {
    const asked = this.#rooms.ask();
    return this.#entered(await this.ask("room:create", room), asked);
  }

  async leave(room: string): Promise<void> {
    await this.ask("room:leave", { room });
    this.#forget(room);
  }

  send(room: string, text: string): Promise<Message> {
    return this.#speech.send(room, text);
  }

  edit(room: string, target: number, text: string): Promise<Message> {
    return this.#speech.edit(room, target, text);
  }

  remove(room: string, target: number): Promise<Message> {
    return this.#speech.remove(room, target);
  }

  retry(clientMessageId: string): void {
    this.#speech.retry(clientMessageId);
  }

  discard(clientMessageId: string): void {
    this.#speech.discard(clientMessageId);
  }

  markRead(room: string, seq: number): void {
    this.#speech.markRead(room, seq);
  }

  setTyping(room: string, typing: boolean): void {
    this.#speech.setTyping(room, typing);
  }

  loadOlder(room: string): Promise<boolean> {
    const known = this.#older.get(room);
    if (known !== undefined) return known;
    const page = this.#loadOlder(room).finally(() => this.#older.delete(room));
    this.#older.set(room, page);
    return page;
  }

  async #loadOlder(room: string): Promise<boolean> {
    const asked = this.#timeline(room);
    if (!asked.more) return false;
    const payload = { room, before: firstSeq(asked), limit: limits.pageLength };
    this.#rooms.page(room, asked, await this.ask("room:history", payload));
    return this.#timeline(room).more;
  }

  protected ask<Name extends RequestName>(name: Name, payload: Payload<Name>) {
    return this.#connection.patientRequest(name, payload);
  }

  #timeline(room: string): Timeline {
    const known = this.#rooms.get(room);
    if (known === undefined) throw new HubbubError("not_found", `${room} is none of the user's rooms`);
    return known.timeline;
  }

  async #entered(joined: Joined, asked: Asked): Promise<RoomView> {
    this.#rooms.answer(joined, asked);
    const { messages, more } = this.#timeline(joined.room);
    if (messages.length === 0 && more) await this.loadOlder(joined.room);
    const view = this.state.rooms.get(joined.room);
    if (view === undefined) throw new HubbubError("not_found", `${joined.room} was left meanwhile`);
    return view;
  }

  async #recover(ids: readonly string[]): Promise<void> {
    const positions: Record<string, Position> = {};
    const asked = new Map<string, Asked>();
    for (const id of ids) {
      const question = this.#rooms.ask(id);
      if (question.timeline === null) continue;
      positions[id] = question.timeline.position;
      asked.set(id, question);
    }
    const { rooms } = await this.#connection.request("rooms:recover", { positions });
    const answers = new Map(Object.entries(rooms));
    for (const [id, question] of asked) {
      const joined = answers.get(id);
      if (joined === undefined) this.#forget(id);
      else this.#rooms.answer(joined, question);
    }
  }

  #exited({ room, reason }: { room: string; reason: ExitReason }): void {
    if (this.#rooms.get(room) === undefined) return;
    this.#forget(room);
    this.#listeners.emit("exited", room, reason);
  }

  #forget(room: string): void {
    this.#rooms.remove(room);
    this.#speech.discardRoom(room);
  }

  #welcomed(welcome: Welcome): void {
    const { storage } = this.#options;
    const before = this.#rooms.user;
    const known = this.#rooms.ids();
    const isSomebodyElse = before !== null && before.id !== welcome.user.id;
    if (isSomebodyElse) this.#speech.forget(new HubbubError("unauthenticated", "Somebody else signed in"));
    this.#rooms.welcome(welcome);
    if (before?.id !== welcome.user.id && storage !== undefined) {
      this.#speech.open(new OutboxStore(storage, welcome.user.id, error => this.#listeners.emit("fault", error)));
    }
    this.#recoverer.start(known.filter(id => this.#rooms.get(id) !== undefined));
    this.#speech.resume();
    this.#presence.welcomed(welcome.away);
  }

  #disconnected(): void {
    this.#typists.clear();
    this.#recoverer.stop();
    this.#presence.interrupt();
  }

  #heard(event: ServerEvent): void {
    const { name, payload } = event;
    if (name === "message:batch") this.#heardOf(payload);
    else if (name === "room:position") {
      this.#rooms.head(payload);
      this.#noticeGaps();
    } else if (name === "presence:diff") this.#rooms.presence(payload);
    else if (name === "read:change") this.#rooms.read(payload);
    else if (name === "typing:change") this.#typists.heard(payload);
    else if (name === "room:entered") this.#rooms.entered(payload);
    else if (name === "room:exited") this.#exited(payload);
    else if (name === "room:changed") this.#rooms.changed(payload);
    else if (name === "room:muted") this.#rooms.muted(payload);
    else if (name === "away:change") this.#presence.heard(payload.away);
    else if (name === "notice") this.#listeners.emit("notice", payload);
  }

  #heardOf(batch: Parameters<Rooms["batch"]>[0]): void {
    this.#rooms.batch(batch);
    this.#noticeGaps();
  }

  #noticeGaps(): void {
    if (this.#connection.state.phase === "online" && this.#rooms.behind().length > 0) this.#recoverer.noticeGap();
  }

  #arrived(room: string, epoch: string, messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.user.id === this.#rooms.user?.id) this.#speech.settle(message);
      this.#typists.stopped(room, message.user);
    }
    this.#listeners.emit("messages", room, epoch, messages);
  }

  #changed(): void {
    this.#state = null;
    if (!this.#isTold) return;
    this.#isTold = false;
    queueMicrotask(() => {
      this.#isTold = true;
      this.#listeners.emit("change", this.state);
    });
  }
}
