import { type Chat, type ChatState, createChat, type Environment } from "@hubbub/client";
import { type ErrorCode, HubbubError, type Message } from "@hubbub/protocol";
import type { Account } from "./accounts.ts";
import { inTime } from "./deadline.ts";
import { MapStorage } from "./map-storage.ts";
import type { Random } from "./random.ts";
import type { Recorder, Shown } from "./record.ts";
import type { Relay } from "./relay.ts";

export interface DeviceOptions {
  readonly url: string;
  readonly account: Account;
  readonly recorder: Recorder;
  readonly random: Random;
  /** Where `url` leads over a line of its own. */
  readonly line?: Relay;
  /** For planted faults: may change what is told before it is recorded. */
  readonly hears?: (client: string, messages: readonly Message[]) => readonly Message[];
}

const patience = 30_000;

/** Refusals of a replica. After any other end, the message may be in the log all the same. */
const final: readonly ErrorCode[] = ["conflict", "forbidden", "invalid_payload", "not_found", "too_large"];

/** A client core, whose tape has everything that it does and is told. */
export class Device {
  readonly account: Account;
  readonly recorder: Recorder;
  readonly #options: DeviceOptions;
  readonly #storage = new MapStorage();
  readonly #environment: Environment;
  readonly #entered = new Set<string>();
  readonly #answers = new Set<Promise<void>>();
  #chat: Chat;
  #isOnline = false;
  #isTrying = false;
  #isClosed = false;
  #numbered = 0;

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.account = options.account;
    this.recorder = options.recorder;
    this.#environment = {
      now: () => Date.now(),
      random: () => options.random.next(),
      newId: () => `${this.name}.${this.#numbered}`,
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    };
    this.#chat = this.#open();
  }

  get name(): string {
    return this.recorder.client;
  }

  get chat(): Chat {
    return this.#chat;
  }

  /** The rooms that it is in, as its tape says. */
  get rooms(): readonly string[] {
    return [...this.#entered];
  }

  /** Its own line, to do with as one likes. */
  get line(): Relay {
    const { line } = this.#options;
    if (line === undefined) throw new Error(`${this.name} has no line of its own.`);
    return line;
  }

  /** As in a tunnel: its connection breaks, and none can be opened while `away` lasts. */
  async loseLine(away: Promise<unknown>): Promise<void> {
    this.line.close();
    await away;
    this.line.open();
    this.recorder.note({ type: "reachable" });
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  /** Resolves when it is online. */
  async connect(): Promise<void> {
    this.#chat.connect();
    await this.until(`${this.name} to be online`, ({ connection }) => connection.phase === "online");
  }

  async join(room: string): Promise<void> {
    await this.#chat.join(room);
    await this.until(`${this.name} to be in ${room}`, ({ rooms }) => rooms.has(room));
  }

  async leave(room: string): Promise<void> {
    await this.#chat.leave(room);
  }

  /** The id of the room of these two. */
  async openDirect({ id }: Account): Promise<string> {
    return (await this.#chat.openDirect({ user: id })).id;
  }

  /** What becomes of it, the tape tells; {@link answered} waits for it. */
  say(room: string, text = `${this.name} says ${this.#numbered + 1}`): string {
    return this.#send(room, () => this.#chat.send(room, text));
  }

  /** Edits something that it said, or removes it; says something where there is nothing. */
  change(room: string, random: Random): string {
    const shown = this.#chat.state.rooms.get(room)?.messages ?? [];
    const own = shown.filter(({ user, isRemoved }) => user.id === this.account.id && !isRemoved);
    if (own.length === 0) return this.say(room);
    const { seq } = random.pick(own);
    const text = `${this.name} means ${this.#numbered + 1}`;
    const isEdit = random.next() < 0.7;
    return this.#send(room, () => (isEdit ? this.#chat.edit(room, seq, text) : this.#chat.remove(room, seq)));
  }

  /** What it shows of a room; null where it is not in it. */
  shown(room: string): Shown | null {
    const view = this.#chat.state.rooms.get(room);
    if (!view?.position) return null;
    const texts = view.messages.map(({ seq, text }) => ({ seq, text }));
    return { client: this.name, room, ...view.position, texts };
  }

  /** The ids of the messages that it shows. */
  shownIds(room: string): string[] {
    return (this.#chat.state.rooms.get(room)?.messages ?? []).map(({ clientMessageId }) => clientMessageId);
  }

  #send(room: string, send: () => Promise<Message>): string {
    this.#numbered += 1;
    const id = this.#environment.newId();
    this.recorder.note({ type: "sent", room, id });
    const answer = send().then(
      () => {},
      (error: unknown) => {
        const code = error instanceof HubbubError ? error.code : "internal";
        this.recorder.note({ type: "refused", id, known: final.includes(code), code });
      },
    );
    const tracked = answer.finally(() => this.#answers.delete(tracked));
    this.#answers.add(tracked);
    return id;
  }

  /** Resolves when everything that was said has its answer. */
  async answered(): Promise<void> {
    while (this.#answers.size > 0) await Promise.all(this.#answers);
  }

  /** The page is gone, and with it all but the outbox; the same person opens it again at once. */
  reload(): void {
    this.close();
    this.#isClosed = false;
    this.#chat = this.#open();
    this.#chat.connect();
  }

  /** As one who switches the device off. */
  close(): void {
    this.#isClosed = true;
    this.#chat.close();
    this.recorder.note({ type: "closed" });
    this.#entered.clear();
    this.#isOnline = false;
  }

  async until(what: string, isSo: (state: ChatState) => boolean, ms = patience): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => isSo(this.#chat.state) && resolve();
    const off = this.#chat.on("change", look);
    look();
    await inTime(ms, what, promise).finally(off);
  }

  /** Resolves when the room has come so far here. */
  untilAt(room: string, { epoch, seq }: { epoch: string; seq: number }, ms?: number): Promise<void> {
    const isThere = ({ rooms, connection }: ChatState) => {
      const position = rooms.get(room)?.position;
      return connection.phase === "online" && position?.epoch === epoch && position.seq >= seq;
    };
    return this.until(`${this.name} to be at ${seq} of ${room}`, isThere, ms);
  }

  #open(): Chat {
    const { url, account } = this.#options;
    const { recorder } = this;
    const chat = createChat({
      url,
      getToken: account.getToken,
      storage: this.#storage,
      environment: this.#environment,
    });
    chat.on("acked", (room, epoch, { seq, clientMessageId: id }) =>
      recorder.note({ type: "acked", room, epoch, seq, id }),
    );
    chat.on("messages", (room, epoch, messages) => this.#told(room, epoch, messages));
    chat.on("resync", (room, position) => {
      this.#enter(room, position.epoch, position.seq);
      recorder.note({ type: "resync", room, ...position });
    });
    chat.on("change", state => chat === this.#chat && !this.#isClosed && this.#changed(state));
    return chat;
  }

  #told(room: string, epoch: string, messages: readonly Message[]): void {
    const [first] = messages;
    if (first !== undefined) this.#enter(room, epoch, first.seq - 1);
    const heard = this.#options.hears?.(this.name, messages) ?? messages;
    for (const { seq, clientMessageId: id } of heard) this.recorder.note({ type: "delivered", room, epoch, seq, id });
  }

  /** The client core begins a room at a place that it shows, or that its first message tells. */
  #enter(room: string, epoch: string, seq: number): void {
    if (this.#entered.has(room)) return;
    this.#entered.add(room);
    this.recorder.note({ type: "entered", room, epoch, seq });
  }

  #changed({ connection, rooms }: ChatState): void {
    const isOnline = connection.phase === "online";
    const isTrying = connection.phase === "connecting";
    if (isOnline !== this.#isOnline) {
      this.#isOnline = isOnline;
      this.recorder.note(isOnline ? { type: "online", replica: connection.replica ?? "" } : { type: "lost" });
    }
    if (isTrying && !this.#isTrying) this.recorder.note({ type: "tried" });
    this.#isTrying = isTrying;
    for (const { id, position } of rooms.values()) if (position !== null) this.#enter(id, position.epoch, position.seq);
    for (const room of this.#entered) {
      if (rooms.has(room)) continue;
      this.#entered.delete(room);
      this.recorder.note({ type: "left", room });
    }
  }
}
