import { HubbubError, isRoomId, type Logged, limits, type Message } from "@hubbub/protocol";
import type { Request } from "./link.ts";
import type { OutboxStore } from "./outbox.ts";
import { ReadReports } from "./read-reports.ts";
import type { Rooms } from "./rooms.ts";
import { Sender } from "./sender.ts";
import type { Environment, OutboxEntry } from "./types.ts";
import { OwnTyping } from "./typing.ts";

export interface SpeechOptions {
  readonly environment: Environment;
  readonly rooms: Rooms;
  readonly isOnline: () => boolean;
  readonly request: Request;
  readonly onLogged: (room: string, logged: Logged) => void;
  readonly onChange: () => void;
}

/** What the user does in their rooms: they write, change what they wrote, type, and read. */
export class Speech {
  readonly #options: SpeechOptions;
  readonly #sender: Sender;
  readonly #typing: OwnTyping;
  readonly #reports: ReadReports;

  constructor(options: SpeechOptions) {
    this.#options = options;
    const { environment, rooms, isOnline, request } = options;
    this.#sender = new Sender({
      ...options,
      post: entry => post(entry, request),
      // Where there is no room to show it in, nobody could try it again or discard it; a removal loses no words.
      keepsFailed: ({ room, kind }) => kind !== "remove" && rooms.get(room) !== undefined,
    });
    this.#typing = new OwnTyping(
      () => environment.now(),
      (room, typing) => this.#tellTyping(room, typing),
    );
    this.#reports = new ReadReports({
      environment,
      isOnline,
      post: place => request("read:mark", place),
      onMark: (room, mark) => rooms.read({ room, ...mark }),
    });
  }

  get entries(): readonly OutboxEntry[] {
    return this.#sender.entries;
  }

  async send(room: string, text: string): Promise<Message> {
    if (!isRoomId(room)) throw new HubbubError("invalid_payload", `${room} is not the id of a room`);
    checkText(text);
    this.#typing.sent(room);
    return this.#sender.send({ room, kind: "text", text });
  }

  async edit(room: string, target: number, text: string, targetId?: string): Promise<Message> {
    checkText(text);
    this.#typing.sent(room);
    return this.#sender.send({ room, kind: "edit", text, ...this.#own(room, target, targetId) });
  }

  async remove(room: string, target: number, targetId?: string): Promise<Message> {
    return this.#sender.send({ room, kind: "remove", text: "", ...this.#own(room, target, targetId) });
  }

  retry(clientMessageId: string): void {
    this.#sender.retry(clientMessageId);
  }

  discard(clientMessageId: string): void {
    this.#sender.discard(clientMessageId);
  }

  markRead(room: string, seq: number): void {
    const place = this.#options.rooms.markRead(room, seq);
    if (place !== null) this.#reports.mark(place);
  }

  setTyping(room: string, typing: boolean): void {
    this.#typing.set(room, typing);
  }

  /** The log has a message of the user's. */
  settle(message: Message): void {
    this.#sender.settle(message);
  }

  /** From now on what is unsent outlives the page. */
  open(store: OutboxStore): void {
    this.#sender.open(store);
  }

  /** There is a connection. */
  resume(): void {
    this.#sender.resume();
    this.#reports.resume();
  }

  discardRoom(room: string): void {
    this.#sender.discardRoom(room);
  }

  stop(reason: HubbubError): void {
    this.#sender.stop(reason);
    this.#reports.forget();
  }

  /** Another user signed in. */
  forget(reason: HubbubError): void {
    this.#sender.forget(reason);
    this.#reports.forget();
  }

  #own(room: string, target: number, targetId?: string): { target: number; targetId: string } {
    const { rooms } = this.#options;
    const known = rooms.get(room)?.timeline.shown.findLast(({ seq }) => seq === target);
    const isMeant = known !== undefined && (targetId === undefined || known.clientMessageId === targetId);
    if (!isMeant) throw new HubbubError("not_found", `There is no message ${target} here`);
    if (known.user.id !== rooms.user?.id) throw new HubbubError("forbidden", "That message is somebody else's");
    return { target, targetId: known.clientMessageId };
  }

  /** Whoever does not hear it will see the message all the same. */
  #tellTyping(room: string, typing: boolean): void {
    if (!this.#options.isOnline()) return;
    this.#options.request("typing:set", { room, typing }).catch(() => {});
  }
}

function post(entry: OutboxEntry, request: Request): Promise<Logged> {
  const { room, kind, text, clientMessageId, target = 0, targetId } = entry;
  if (kind === "text") return request("message:send", { room, text, clientMessageId });
  const targeted = { room, target, targetId, clientMessageId };
  return kind === "edit" ? request("message:edit", { ...targeted, text }) : request("message:remove", targeted);
}

function checkText(text: string): void {
  if (text.trim().length === 0) throw new HubbubError("invalid_payload", "The message is empty");
  // A replica would cut the connection over a frame that is far too big, each time it is tried again.
  if (text.length > 2 * limits.textLength || [...text].length > limits.textLength) {
    throw new HubbubError("too_large", `A message has at most ${limits.textLength} characters`);
  }
}
