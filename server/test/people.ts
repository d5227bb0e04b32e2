import type {
  Ack,
  Answer,
  ClientEvents,
  ConnectRefusal,
  MemberState,
  Message,
  MessageBatch,
  Payload,
  RequestName,
  ServerEvents,
  Session,
  User,
  Welcome,
} from "@hubbub/protocol";
import { io, type Socket } from "socket.io-client";
import { until } from "./until.ts";

export type ClientSocket = Socket<ServerEvents, ClientEvents>;

/** Where a replica is. */
export interface Address {
  readonly socketUrl: string;
  readonly apiUrl: string;
}

let accounts = 0;

/** A new account, made through a replica. */
export async function signUp({ apiUrl }: Address, prefix = "user"): Promise<Session> {
  accounts += 1;
  const name = `${prefix}${process.pid}n${accounts}`;
  const response = await fetch(`${apiUrl}/api/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password: "correct horse" }),
  });
  if (response.status !== 201) throw new Error(`Signing up answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Session;
}

/** A socket that has not connected yet. */
export function socketTo(
  { socketUrl }: Pick<Address, "socketUrl">,
  token: unknown,
  options: object = {},
): ClientSocket {
  return io(socketUrl, {
    transports: ["websocket"],
    auth: token === undefined ? {} : { token },
    forceNew: true,
    autoConnect: false,
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
    ...options,
  });
}

/** The `data` of the `connect_error` that the replica answers with. */
export async function refusalOf(socket: ClientSocket): Promise<ConnectRefusal & { message: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<ConnectRefusal & { message: string }>();
  socket.once("connect_error", error =>
    resolve({ message: error.message, ...("data" in error ? (error.data as ConnectRefusal) : ({} as ConnectRefusal)) }),
  );
  socket.once("connect", () => reject(new Error("The replica took the connection")));
  socket.connect();
  return promise.finally(() => socket.close());
}

/** Somebody with one connection, who notes down everything they are told. */
export class Person {
  readonly session: Session;
  readonly socket: ClientSocket;
  readonly events: { readonly name: string; readonly payload: unknown }[] = [];
  #sent = 0;

  private constructor(session: Session, socket: ClientSocket) {
    this.session = session;
    this.socket = socket;
    socket.onAny((name: string, payload: unknown) => this.events.push({ name, payload }));
  }

  /**
   * Signs up where no session is given, connects, and waits for the welcome. Who is refused only for now comes again, as
   * docs/protocol.md asks of every client.
   */
  static async connect(address: Address, given?: Session, options: object = {}): Promise<Person> {
    const session = given ?? (await signUp(address));
    const person = new Person(session, socketTo(address, session.token, options));
    const { socket } = person;
    let refusal: Error | null = null;
    const onRefused = (error: Error & { data?: ConnectRefusal }) => {
      if (error.data?.temporary) setTimeout(() => socket.connect(), 100);
      else if (error.data !== undefined) refusal = error;
    };
    socket.on("connect_error", onRefused).connect();
    await until(
      () => {
        if (refusal !== null) throw refusal;
        return person.welcomes.length > 0;
      },
      () => `${session.user.name} to be welcome; heard ${JSON.stringify(person.events)}`,
    );
    socket.off("connect_error", onRefused);
    return person;
  }

  get user(): User {
    return this.session.user;
  }

  get welcomes(): Welcome[] {
    return this.told("welcome");
  }

  /** Payloads of this event, in the order of their arrival. */
  told<Name extends keyof ServerEvents>(name: Name): Parameters<ServerEvents[Name]>[0][] {
    return this.events.filter(event => event.name === name).map(event => event.payload) as Parameters<
      ServerEvents[Name]
    >[0][];
  }

  /** Texts heard in a room, in the order of their arrival. */
  heard(room: string): string[] {
    return this.batches(room).map(message => message.text);
  }

  batches(room: string): readonly Message[] {
    return this.told("message:batch")
      .filter((batch: MessageBatch) => batch.room === room)
      .flatMap((batch: MessageBatch) => batch.messages);
  }

  /** How somebody in the room is, by the diffs heard so far. */
  sees(room: string, userId: string): MemberState | "nothing" {
    const last = this.told("presence:diff")
      .filter(diff => diff.room === room)
      .findLast(diff => [...diff.online, ...diff.offline].some(({ id }) => id === userId));
    if (!last) return "nothing";
    const present = last.online.find(({ id }) => id === userId);
    return present ? (present.away ? "away" : "online") : "offline";
  }

  async ask<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Ack<Answer<Name>>> {
    return (await this.raw(name, payload)) as Ack<Answer<Name>>;
  }

  /** Anything at all, as a client might send it. */
  raw(name: string, ...args: unknown[]): Promise<Ack> {
    return this.socket.timeout(8_000).emitWithAck(name as "room:leave", ...(args as [never]));
  }

  /** The answer of a request that is expected to be accepted. */
  async accepted<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Answer<Name>> {
    const ack = await this.ask(name, payload);
    if (!ack.ok) throw new Error(`${name} was refused: ${JSON.stringify(ack.error)}`);
    return ack;
  }

  async say(room: string, text: string, clientMessageId = this.newId()): Promise<Message> {
    return (await this.accepted("message:send", { room, text, clientMessageId })).message;
  }

  newId(): string {
    this.#sent += 1;
    return `${this.user.id}-${this.#sent}-${Math.random().toString(36).slice(2)}`;
  }

  leave(): void {
    this.socket.close();
  }
}
