import {
  type ExitReason,
  HubbubError,
  type Logged,
  type Message,
  type Payload,
  type PersonRef,
  type RequestName,
  type Welcome,
} from "@hubbub/protocol";
import { CatchingUp } from "./catching-up.ts";
import { Connection } from "./connection.ts";
import { systemEnvironment } from "./environment.ts";
import { Inquiries } from "./inquiries.ts";
import { type OpenLink, openSocketLink, type Request } from "./link.ts";
import { Listeners } from "./listeners.ts";
import { OutboxStore } from "./outbox.ts";
import { OwnPresence } from "./own-presence.ts";
import { Recoverer } from "./recoverer.ts";
import { Rooms, RoomViews } from "./rooms.ts";
import { Speech } from "./speech.ts";
import type { Chat, ChatEvents, ChatOptions, ChatState, ConnectionState, RoomView } from "./types.ts";
import { Typists } from "./typing.ts";
import type { ServerEvent } from "./wire.ts";

/** A chat as one user on one device sees it. Nothing happens before `connect()`. */
export const createChat = (options: ChatOptions): Chat =>
  new ConnectedChat(options, link => openSocketLink({ ...link, localAddress: options.localAddress }));

/** Brings the parts together: what each of them decides is told to the others here. */
export class ConnectedChat extends Inquiries implements Chat {
  readonly #options: ChatOptions;
  readonly #listeners = new Listeners<ChatEvents>();
  readonly #views = new RoomViews();
  readonly #rooms: Rooms;
  readonly #speech: Speech;
  readonly #typists: Typists;
  readonly #catchingUp: CatchingUp;
  readonly #recoverer: Recoverer;
  readonly #connection: Connection;
  readonly #presence: OwnPresence;
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
      introduce: ({ withPositions }) => ({
        ...this.#presence.introduce(),
        ...(withPositions ? this.#catchingUp.introduce() : {}),
      }),
      onState: ({ phase }) => this.#moved(phase),
      onWelcome: welcome => this.#welcomed(welcome),
      onEvent: event => this.#heard(event),
      onFault,
    });
    const request: Request = (name, payload) => this.#connection.request(name, payload);
    const isOnline = () => this.#connection.state.phase === "online";
    this.#presence = new OwnPresence({ environment, isOnline, request, onChange, onFault });
    this.#speech = new Speech({
      environment,
      rooms: this.#rooms,
      isOnline,
      request,
      onLogged: (room, logged) => this.#logged(room, logged),
      onChange,
    });
    this.#typists = new Typists(environment, (room, typing) => this.#rooms.typing(room, typing));
    this.#catchingUp = new CatchingUp({
      rooms: this.#rooms,
      request,
      patientRequest: (name, payload) => this.ask(name, payload),
      onGone: room => this.#forget(room),
    });
    this.#recoverer = new Recoverer({
      environment,
      behind: () => this.#rooms.behind(),
      ask: rooms => this.#catchingUp.recover(rooms),
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

  readonly loadOlder: Chat["loadOlder"] = room => this.#catchingUp.loadOlder(room);
  readonly send: Chat["send"] = (room, text) => this.#speech.send(room, text);
  readonly edit: Chat["edit"] = (...change) => this.#speech.edit(...change);
  readonly remove: Chat["remove"] = (...removal) => this.#speech.remove(...removal);
  readonly retry: Chat["retry"] = clientMessageId => this.#speech.retry(clientMessageId);
  readonly discard: Chat["discard"] = clientMessageId => this.#speech.discard(clientMessageId);
  readonly markRead: Chat["markRead"] = (room, seq) => this.#speech.markRead(room, seq);
  readonly setTyping: Chat["setTyping"] = (room, typing) => this.#speech.setTyping(room, typing);
  readonly setIdle: Chat["setIdle"] = idle => this.#presence.setIdle(idle);
  readonly setAway: Chat["setAway"] = away => this.#presence.setAway(away);

  async join(room: string): Promise<RoomView> {
    return this.#view(await this.#catchingUp.join(room));
  }

  async openDirect(who: PersonRef): Promise<RoomView> {
    return this.#view(await this.#catchingUp.enter("direct:open", who));
  }

  async createRoom(room: { room: string; kind: "public" | "private"; title?: string }): Promise<RoomView> {
    return this.#view(await this.#catchingUp.enter("room:create", room));
  }

  async leave(room: string): Promise<void> {
    await this.ask("room:leave", { room });
    this.#forget(room);
  }

  protected ask<Name extends RequestName>(name: Name, payload: Payload<Name>) {
    return this.#connection.patientRequest(name, payload);
  }

  #view(room: string): RoomView {
    const view = this.state.rooms.get(room);
    if (view === undefined) throw new HubbubError("not_found", `${room} was left meanwhile`);
    return view;
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
    this.#recoverer.start(this.#catchingUp.welcomed(known, isSomebodyElse ? {} : welcome.recovery));
    this.#speech.resume();
    this.#presence.welcomed(welcome.away);
  }

  #moved(phase: ConnectionState["phase"]): void {
    if (phase !== "online") this.#disconnected();
    this.#changed();
  }

  #disconnected(): void {
    this.#typists.clear();
    this.#recoverer.stop();
    this.#presence.interrupt();
  }

  #logged(room: string, { message, epoch }: Logged): void {
    this.#listeners.emit("acked", room, epoch, message);
    this.#heardOf({ room, epoch, messages: [message] });
  }

  #heard(event: ServerEvent): void {
    const { name, payload } = event;
    if (name === "message:batch") this.#heardOf(payload);
    else if (name === "room:position") this.#rooms.head(payload);
    else if (name === "presence:diff") this.#rooms.presence(payload);
    else if (name === "read:change") this.#rooms.read(payload);
    else if (name === "typing:change") this.#typing(payload);
    else if (name === "room:entered") this.#rooms.cameInto(payload);
    else if (name === "room:exited") this.#exited(payload);
    else if (name === "room:changed") this.#rooms.changed(payload);
    else if (name === "room:muted") this.#rooms.muted(payload);
    else if (name === "away:change") this.#presence.heard(payload.away);
    else if (name === "notice") this.#listeners.emit("notice", payload);
    if (name === "room:position" || name === "room:entered") this.#noticeGaps();
  }

  #typing(change: Parameters<Typists["heard"]>[0]): void {
    if (change.user.id !== this.#rooms.user?.id) this.#typists.heard(change);
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
