import {
  HubbubError,
  isRoomId,
  type Joined,
  limits,
  type Message,
  type Position,
  type Welcome,
} from "@hubbub/protocol";
import { Connection } from "./connection.ts";
import { systemEnvironment } from "./environment.ts";
import { type OpenLink, openSocketLink } from "./link.ts";
import { Listeners } from "./listeners.ts";
import { OutboxStore } from "./outbox.ts";
import { Recoverer } from "./recoverer.ts";
import { type Asked, Rooms, RoomViews } from "./rooms.ts";
import { Sender } from "./sender.ts";
import { firstSeq, type Timeline } from "./timeline.ts";
import type { Chat, ChatEvents, ChatOptions, ChatState, RoomView } from "./types.ts";
import type { ServerEvent } from "./wire.ts";

/** A chat as one user on one device sees it. Nothing happens before `connect()`. */
export const createChat = (options: ChatOptions): Chat => new ConnectedChat(options, openSocketLink);

/** Brings the parts together: what each of them decides is told to the others here. */
export class ConnectedChat implements Chat {
  readonly #options: ChatOptions;
  readonly #listeners = new Listeners<ChatEvents>();
  readonly #views = new RoomViews();
  readonly #rooms: Rooms;
  readonly #sender: Sender;
  readonly #recoverer: Recoverer;
  readonly #connection: Connection;
  readonly #older = new Map<string, Promise<boolean>>();
  #state: ChatState | null = null;
  #isTold = true;

  constructor(options: ChatOptions, openLink: OpenLink) {
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
      onState: ({ phase }) => {
        if (phase !== "online") this.#recoverer.stop();
        onChange();
      },
      onWelcome: welcome => this.#welcomed(welcome),
      onEvent: event => this.#heard(event),
      onFault,
    });
    this.#sender = new Sender({
      environment,
      isOnline: () => this.#connection.state.phase === "online",
      post: ({ room, text, clientMessageId }) =>
        this.#connection.request("message:send", { room, text, clientMessageId }),
      // Where there is no room to show it in, nobody could try it again or discard it.
      keepsFailed: room => this.#rooms.get(room) !== undefined,
      onLogged: (room, { message, epoch }) => {
        this.#listeners.emit("acked", room, epoch, message);
        this.#heardOf({ room, epoch, messages: [message] });
      },
      onChange,
    });
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
      connection: this.#connection.state,
      rooms: this.#views.of(this.#rooms, this.#sender.entries),
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
    this.#sender.stop(new HubbubError("unavailable", "The chat was closed before the message was in the log"));
  }

  async join(room: string): Promise<RoomView> {
    const asked = this.#rooms.ask(room);
    const payload = asked.timeline === null ? { room } : { room, position: asked.timeline.position };
    return this.#entered(await this.#connection.patientRequest("room:join", payload), asked);
  }

  async openDirect(who: { user: string } | { name: string }): Promise<RoomView> {
    const asked = this.#rooms.ask();
    return this.#entered(await this.#connection.patientRequest("direct:open", who), asked);
  }

  async leave(room: string): Promise<void> {
    await this.#connection.patientRequest("room:leave", { room });
    this.#forget(room);
  }

  async send(room: string, text: string): Promise<Message> {
    if (!isRoomId(room)) throw new HubbubError("invalid_payload", `${room} is not the id of a room`);
    if (text.trim().length === 0) throw new HubbubError("invalid_payload", "The message is empty");
    // A replica would cut the connection over a frame that is far too big, each time it is tried again.
    if (text.length > 2 * limits.textLength || [...text].length > limits.textLength) {
      throw new HubbubError("too_large", `A message has at most ${limits.textLength} characters`);
    }
    return this.#sender.send(room, text);
  }

  retry(clientMessageId: string): void {
    this.#sender.retry(clientMessageId);
  }

  discard(clientMessageId: string): void {
    this.#sender.discard(clientMessageId);
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
    this.#rooms.page(room, asked, await this.#connection.patientRequest("room:history", payload));
    return this.#timeline(room).more;
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

  #forget(room: string): void {
    this.#rooms.remove(room);
    this.#sender.discardRoom(room);
  }

  #welcomed(welcome: Welcome): void {
    const { storage } = this.#options;
    const before = this.#rooms.user;
    const known = this.#rooms.ids();
    const isSomebodyElse = before !== null && before.id !== welcome.user.id;
    if (isSomebodyElse) this.#sender.forget(new HubbubError("unauthenticated", "Somebody else signed in"));
    this.#rooms.welcome(welcome);
    if (before?.id !== welcome.user.id && storage !== undefined) {
      this.#sender.open(new OutboxStore(storage, welcome.user.id, error => this.#listeners.emit("fault", error)));
    }
    this.#recoverer.start(known.filter(id => this.#rooms.get(id) !== undefined));
    this.#sender.resume();
  }

  #heard(event: ServerEvent): void {
    const { name, payload } = event;
    if (name === "message:batch") this.#heardOf(payload);
    else if (name === "room:position") {
      this.#rooms.head(payload);
      this.#noticeGaps();
    } else if (name === "presence:diff") this.#rooms.presence(payload);
    else if (name === "read:change") this.#rooms.read(payload.room, payload.seq);
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
    for (const message of messages) if (message.user.id === this.#rooms.user?.id) this.#sender.settle(message);
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
