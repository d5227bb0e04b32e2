import {
  type ErrorCode,
  limits,
  roomAddress,
  roomOfAddress,
  type ServerEvents,
  type SessionEnd,
  sessionAddress,
  type User,
  userAddress,
} from "@hubbub/protocol";
import type { EventPayload } from "../domain/audience.ts";
import type { Caller } from "../domain/caller.ts";
import type { Clock } from "../domain/clock.ts";
import type { Identity } from "../domain/identity.ts";
import type { Connection } from "../domain/ports.ts";
import type { Backlog } from "../domain/slow-reader.ts";
import type { Hears } from "./cluster-adapter.ts";
import { Outgoing } from "./outgoing.ts";
import type { ChatSocket } from "./types.ts";

/** One live connection: who it is, until when, and what is under way for it. */
export class LiveConnection implements Caller, Connection {
  readonly id: string;
  readonly since: number;
  readonly #socket: ChatSocket;
  readonly #clock: Clock;
  readonly #hears: Hears;
  readonly #outgoing: Outgoing;
  readonly #underWay = new Set<Promise<void>>();
  #identity: Identity;
  #isIdle: boolean;
  #askedAt: number;
  #cancelEnd: () => void = () => {};
  #endCode: ErrorCode | undefined;
  /** The rooms that it heard at its end; undefined before that. */
  #left: readonly string[] | undefined;

  constructor(socket: ChatSocket, { clock, hears }: { readonly clock: Clock; readonly hears: Hears }) {
    this.id = socket.id;
    this.since = clock.now();
    this.#askedAt = this.since;
    this.#socket = socket;
    this.#clock = clock;
    this.#hears = hears;
    this.#outgoing = new Outgoing(socket);
    this.#identity = socket.data.identity;
    this.#isIdle = socket.handshake.auth.idle === true;
    this.#endInTime();
  }

  get user(): User {
    return this.#identity.user;
  }

  get isIdle(): boolean {
    return this.#isIdle;
  }

  setIdle(idle: boolean): void {
    this.#isIdle = idle;
  }

  get saysAway(): boolean {
    return this.#socket.data.saysAway === true;
  }

  /** The rooms that it hears, or heard until its end. */
  get rooms(): readonly string[] {
    return this.#left ?? [...this.#socket.rooms].map(roomOfAddress).filter(room => room !== null);
  }

  /**
   * Hears its user, its session and these rooms: what this replica sends from now on, and what others send when this
   * resolves. Socket.IO ignores it once the connection is closed.
   */
  enter(rooms: readonly string[]): Promise<void> {
    const { user, session } = this.#identity;
    const addresses = [userAddress(user.id), sessionAddress(session), ...rooms.map(roomAddress)];
    void this.#socket.join(addresses);
    return this.#hears(addresses);
  }

  hears(room: string): boolean {
    return this.#socket.rooms.has(roomAddress(room));
  }

  exit(rooms: readonly string[]): void {
    for (const room of rooms) void this.#socket.leave(roomAddress(room));
  }

  /** The user is not in these rooms any more, and was not told so. */
  showOut(rooms: readonly string[]): void {
    this.exit(rooms);
    for (const room of rooms) this.tell("room:exited", { room, reason: "left" });
  }

  renew(identity: Identity): void {
    if (identity.session !== this.#identity.session) void this.#socket.leave(sessionAddress(this.#identity.session));
    this.#identity = identity;
    void this.enter([]);
    this.#endInTime();
  }

  tell<Name extends keyof ServerEvents>(name: Name, payload: EventPayload<Name>): void {
    this.#socket.emit(name, ...([payload] as Parameters<ServerEvents[Name]>));
  }

  /** Keeps account of work, so that {@link idle} knows when it is done. `work` does not reject. */
  track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
    this.#askedAt = this.#clock.now();
  }

  /** When the client last asked something, or came. */
  get askedAt(): number {
    return this.#askedAt;
  }

  /** Whether it is open, and all that the client asked until now is answered. */
  get isAtRest(): boolean {
    return this.#left === undefined && this.#underWay.size === 0;
  }

  /** Whether the client has asked as much as it may before it hears answers. */
  get isBusy(): boolean {
    return this.#underWay.size >= limits.requestsAtOnce;
  }

  /** Resolves when everything that the client asked until now is answered. */
  async idle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** Says why and closes the transport. A client comes back by itself where `temporary` says so. */
  end(reason: SessionEnd): void {
    this.#endCode = reason.code;
    this.tell("session:end", reason);
    this.closeTransport();
  }

  /** Why this replica ended it, if it did. */
  get endCode(): ErrorCode | undefined {
    return this.#endCode;
  }

  /** What waits until the client reads. */
  get backlog(): Backlog {
    return this.#outgoing.backlog;
  }

  /** Ends it like {@link end}, but says why ahead of all that waits: the log has that. */
  giveUp(reason: SessionEnd): void {
    this.#outgoing.drop();
    this.end(reason);
  }

  /** Ends it at once; what is written and not read is lost. */
  cut(): void {
    this.#outgoing.cut();
  }

  /** The client takes it for a lost connection and connects anew, to any replica. What is written is sent first. */
  closeTransport(): void {
    this.#socket.conn.close();
  }

  /** When the connection closes, while it still hears its rooms. */
  release(): void {
    this.#left = this.rooms;
    this.#cancelEnd();
  }

  #endInTime(): void {
    this.#cancelEnd();
    if (this.#left !== undefined) return;
    const left = this.#identity.expiresAt - this.#clock.now();
    this.#cancelEnd = this.#clock.after(Math.max(0, left), () =>
      this.end({ code: "unauthenticated", temporary: true }),
    );
  }
}
