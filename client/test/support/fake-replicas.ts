import {
  type Answer,
  type ConnectAuth,
  HubbubError,
  type Joined,
  type Message,
  type MessageBatch,
  type MessageKind,
  type Payload,
  type Position,
  type ReadMark,
  type RequestName,
  type User,
  type Welcome,
} from "@hubbub/protocol";
import type { Link, LinkOptions, OpenLink } from "../../src/link.ts";
import { ada, bob, message } from "./messages.ts";

const page = 50;

/** One link as the replicas see it. */
export interface Dialled {
  readonly options: LinkOptions;
  isOpen: boolean;
}

type Asked = { [Name in RequestName]: { name: Name; payload: Payload<Name> } }[RequestName];

/** Replicas without a network: one log a room, and a test that decides what reaches the client. */
export class FakeReplicas {
  readonly user: User = ada;
  readonly links: Dialled[] = [];
  readonly asked: Asked[] = [];
  /** Rooms of the user, by id. */
  readonly logs = new Map<string, { epoch: string; messages: Message[] }>([["general", { epoch: "e1", messages: [] }]]);
  /** How far the user has read each room. */
  readonly reads = new Map<string, number>();
  /** Who is welcomed; null keeps a link waiting. */
  greets: User | null = ada;
  /** What the user said of themself. */
  away = false;
  /** What a request meets before it is answered; throw to refuse. */
  before: (asked: Asked) => Promise<void> | void = () => {};
  /** What an answer meets on its way back; throw to lose it. */
  after: (asked: Asked) => Promise<void> | void = () => {};
  /** Whether a welcome brings what was missed. */
  tellsMissed = true;
  /** Whether own messages are broadcast as they are logged. */
  broadcasts = true;

  readonly openLink: OpenLink = options => {
    const link: Dialled = { options, isOpen: true };
    this.links.push(link);
    queueMicrotask(() => this.greets !== null && this.say("welcome", this.welcome(this.greets, options.auth), link));
    return {
      request: (name, payload) => this.#request(link, { name, payload } as Asked) as never,
      close: () => {
        link.isOpen = false;
      },
    } satisfies Link;
  };

  welcome(user: User, { positions }: Partial<ConnectAuth> = {}): Welcome {
    const rooms = [...this.logs.keys()].map(id => ({
      id,
      kind: "public" as const,
      title: id,
      owner: null,
      ...this.#reading(id),
    }));
    const { away } = this;
    const about = { user, replica: `r${this.links.length}`, protocol: 1, serverTime: 1_800_000_000_000, away, rooms };
    return positions === undefined || !this.tellsMissed
      ? about
      : { ...about, recovery: this.#recover({ positions }).rooms };
  }

  head(room: string): Position {
    const { epoch, messages } = this.#log(room);
    return { epoch, seq: messages.length };
  }

  /** Somebody else's message: in the log, and not broadcast yet. */
  append(room: string, count = 1): Message[] {
    const { messages } = this.#log(room);
    return Array.from({ length: count }, () => {
      const logged = message(messages.length + 1, { user: bob });
      messages.push(logged);
      return logged;
    });
  }

  broadcast(room: string, messages: readonly Message[]): void {
    this.say("message:batch", { room, epoch: this.#log(room).epoch, messages } satisfies MessageBatch);
  }

  /** Says something over the newest link, as long as it is open. */
  say(name: string, payload: unknown, link = this.links.at(-1)): void {
    if (link?.isOpen) link.options.onEvent(name, payload);
  }

  /** The newest link breaks. */
  cut(error = new HubbubError("unavailable", "cut"), byReplica = false): void {
    const link = this.links.at(-1);
    if (!link?.isOpen) return;
    link.isOpen = false;
    link.options.onEnd({ error, byReplica });
  }

  async #request(link: Dialled, asked: Asked): Promise<unknown> {
    this.asked.push(asked);
    await Promise.resolve();
    await this.before(asked);
    if (!link.isOpen) throw new HubbubError("unavailable", "cut");
    const answer = this.#answer(asked);
    await this.after(asked);
    if (!link.isOpen) throw new HubbubError("unavailable", "cut");
    return answer;
  }

  #answer(asked: Asked): object {
    if (asked.name === "message:send") return this.#append("text", asked.payload);
    if (asked.name === "message:edit") return this.#append("edit", asked.payload);
    if (asked.name === "message:remove") return this.#append("remove", { text: "", ...asked.payload });
    if (asked.name === "read:mark") return this.#markRead(asked.payload);
    if (asked.name === "rooms:recover") return this.#recover(asked.payload);
    if (asked.name === "room:join") return this.joined(asked.payload.room, asked.payload.position);
    if (asked.name === "room:history") return this.#history(asked.payload);
    if (asked.name === "presence:set") this.away = asked.payload.away;
    return { expiresAt: 0 };
  }

  joined(room: string, position?: Position): Joined {
    const { epoch, messages } = this.#log(room);
    const recovered = position?.epoch === epoch && position.seq <= messages.length;
    const tail = recovered ? messages.slice(position.seq) : messages.slice(-page);
    return {
      room,
      kind: "public",
      title: room,
      owner: null,
      ...this.#reading(room),
      recovered,
      messages: tail,
      more: tail.length < messages.length,
      presence: { online: [bob], count: 1 },
    };
  }

  #append(kind: MessageKind, { room, text, clientMessageId, target }: Payload<"message:send"> & { target?: number }) {
    const { epoch, messages } = this.#log(room);
    const known = messages.find(each => each.clientMessageId === clientMessageId);
    const isRemoved = messages.some(each => each.kind === "remove" && each.target === target);
    if (target !== undefined && known === undefined && isRemoved) throw new HubbubError("conflict", "removed");
    const words = { kind, user: this.user, text, clientMessageId };
    const logged = known ?? message(messages.length + 1, target === undefined ? words : { ...words, target });
    if (known === undefined) messages.push(logged);
    if (this.broadcasts) this.broadcast(room, [logged]);
    return { message: logged, epoch };
  }

  #recover({ positions }: Payload<"rooms:recover">): Answer<"rooms:recover"> {
    const own = Object.entries(positions).filter(([room]) => this.logs.has(room));
    return { rooms: Object.fromEntries(own.map(([room, position]) => [room, this.joined(room, position)])) };
  }

  #markRead({ room, seq }: Payload<"read:mark">): ReadMark {
    this.reads.set(room, Math.max(seq, this.reads.get(room) ?? 0));
    const { read, ...mark } = this.#reading(room);
    return { seq: read, ...mark };
  }

  #reading(room: string) {
    const read = this.reads.get(room) ?? 0;
    const { messages } = this.#log(room);
    const removed = new Set(messages.flatMap(({ kind, target }) => (kind === "remove" ? [target] : [])));
    const unread = messages.filter(({ seq, kind }) => seq > read && kind === "text" && !removed.has(seq)).length;
    return { read, unread, position: this.head(room) };
  }

  #history({ room, before, limit }: Payload<"room:history">): Answer<"room:history"> {
    const older = this.#log(room).messages.slice(0, before - 1);
    return { messages: older.slice(-limit), more: older.length > limit };
  }

  #log(room: string) {
    const log = this.logs.get(room);
    if (log === undefined) throw new HubbubError("not_found", room);
    return log;
  }
}
