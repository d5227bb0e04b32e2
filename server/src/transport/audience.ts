import {
  directRoomUsers,
  type Message,
  type Position,
  type PresenceDiff,
  roomAddress,
  roomOfAddress,
  sessionAddress,
  userAddress,
} from "@hubbub/protocol";
import type { Audience } from "../domain/audience.ts";
import type { Telemetry } from "../domain/telemetry.ts";
import type { ChatServer } from "./types.ts";

/** Reaches the connections of all replicas through the adapter. */
export class ClusterAudience implements Audience {
  readonly #io: ChatServer;

  readonly #telemetry: Telemetry;

  constructor(io: ChatServer, telemetry: Telemetry) {
    this.#io = io;
    this.#telemetry = telemetry;
  }

  enter(room: string, userId: string): void {
    for (const scope of this.#hereAndEverywhere) scope.in(userAddress(userId)).socketsJoin(roomAddress(room));
  }

  exit(room: string, userId: string): void {
    for (const scope of this.#hereAndEverywhere) scope.in(userAddress(userId)).socketsLeave(roomAddress(room));
  }

  /** The rooms that a connection of this replica hears. */
  readonly roomsHere = (): string[] =>
    [...this.#io.of("/").adapter.rooms.keys()].map(roomOfAddress).filter(room => room !== null);

  /** Told to the connections of this replica only: each replica looks for itself. */
  readonly tellHeadHere = (room: string, position: Position): void => {
    this.#io.local.to(roomAddress(room)).emit("room:position", { room, ...position });
  };

  /** A direct room reaches both people wherever they are, even where a connection does not hear it yet. */
  readonly tellMessages = (room: string, epoch: string, messages: readonly Message[]): void => {
    const addresses = directRoomUsers(room)?.map(userAddress) ?? roomAddress(room);
    this.#io.to(addresses).emit("message:batch", { room, epoch, messages });
    this.#telemetry.broadcast(messages.length);
  };

  readonly tellPresence = (diff: PresenceDiff): void => {
    this.#io.to(roomAddress(diff.room)).emit("presence:diff", diff);
  };

  /** Signed out: here a real DISCONNECT is right, because nobody is to come back with that session. */
  readonly endSession = (session: string): void => {
    const address = sessionAddress(session);
    this.#io.to(address).emit("session:end", { code: "unauthenticated", temporary: false });
    for (const scope of this.#hereAndEverywhere) scope.in(address).disconnectSockets(true);
  };

  /** The adapter moves even the connections of this replica only when Redis brings its own message back. */
  get #hereAndEverywhere() {
    return [this.#io.local, this.#io];
  }
}
