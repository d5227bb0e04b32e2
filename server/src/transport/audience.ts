import {
  type Message,
  type Position,
  type PresenceDiff,
  roomAddress,
  roomOfAddress,
  type ServerEvents,
  sessionAddress,
  type Trails,
  userAddress,
} from "@hubbub/protocol";
import type { Audience, EventPayload } from "../domain/audience.ts";
import type { Telemetry } from "../domain/telemetry.ts";
import type { Hears } from "./cluster-adapter.ts";
import { hearersOf } from "./hearers.ts";
import type { RecentChanges } from "./recent-changes.ts";
import { emitFollowed } from "./trails.ts";
import type { ChatServer } from "./types.ts";

interface Deps {
  readonly telemetry: Telemetry;
  readonly hears: Hears;
  /** Told of each change, of this replica and of others. */
  readonly changes: Pick<RecentChanges, "note">;
}

interface Following {
  /** A connection hears a room that its client does not know of yet. */
  readonly onEntered: (room: string) => void;
  /** Another replica changed the presence of these rooms. */
  readonly onPresence: (rooms: readonly string[]) => void;
}

/**
 * Reaches the connections of all replicas through the adapter. What moves or ends connections is done here at once and
 * asked of the other replicas: the adapters differ in when, and how often, they do it here.
 */
export class ClusterAudience implements Audience {
  readonly #io: ChatServer;
  readonly #telemetry: Telemetry;
  readonly #hears: Hears;
  readonly #changes: Deps["changes"];

  constructor(io: ChatServer, { telemetry, hears, changes }: Deps) {
    this.#io = io;
    this.#telemetry = telemetry;
    this.#hears = hears;
    this.#changes = changes;
  }

  enter(room: string, userId: string): Promise<void> {
    this.#io.serverSideEmit("enter", room, userId);
    return this.#enterHere(room, userId);
  }

  exit(room: string, userId: string): void {
    this.#io.serverSideEmit("exit", room, userId);
    this.#exitHere(room, userId);
  }

  /** Does what other replicas ask. */
  follow({ onEntered, onPresence }: Following): void {
    this.#io.on("enter", (room, userId) => void this.#enterHere(room, userId).then(() => onEntered(room)));
    this.#io.on("presence", onPresence);
    this.#io.on("away", (userId, away) => this.#noteAwayHere(userId, away));
    this.#io.on("exit", (room, userId) => this.#exitHere(room, userId));
    this.#io.on("endSession", session => this.#endSessionHere(session));
  }

  /** Whether a connection of this replica hears the room. */
  readonly isHeardHere = (room: string): boolean => this.#io.of("/").adapter.rooms.has(roomAddress(room));

  /** The rooms that a connection of this replica hears. */
  readonly roomsHere = (): string[] =>
    [...this.#io.of("/").adapter.rooms.keys()].map(roomOfAddress).filter(room => room !== null);

  /** Told to the connections of this replica only: each replica looks for itself. */
  readonly tellHeadHere = (room: string, position: Position): void => {
    this.#io.local.to(roomAddress(room)).emit("room:position", { room, ...position });
  };

  readonly tellMessages = (room: string, epoch: string, messages: readonly Message[], trails?: Trails): void => {
    const batch = { room, epoch, messages };
    if (trails === undefined) this.#io.to(hearersOf(room)).emit("message:batch", batch);
    else emitFollowed(this.#io, batch, trails);
    this.#telemetry.broadcast(messages.length);
  };

  /** To the connections of this replica only, as {@link tellHeadHere}. */
  readonly tellPresenceHere = (diff: PresenceDiff): void => {
    this.#io.local.to(roomAddress(diff.room)).emit("presence:diff", diff);
  };

  /** The other replicas look at the presence of these rooms. */
  readonly tellReplicas = (rooms: readonly string[]): void => {
    this.#io.serverSideEmit("presence", rooms);
  };

  noteAway(userId: string, away: boolean): void {
    this.#io.serverSideEmit("away", userId, away);
    this.#noteAwayHere(userId, away);
  }

  tellUser<Name extends keyof ServerEvents>(userId: string, name: Name, payload: EventPayload<Name>): void {
    this.#io.to(userAddress(userId)).emit(name, ...([payload] as Parameters<ServerEvents[Name]>));
  }

  tellRoom<Name extends keyof ServerEvents>(room: string, name: Name, payload: EventPayload<Name>): void {
    this.#io.to(roomAddress(room)).emit(name, ...([payload] as Parameters<ServerEvents[Name]>));
  }

  readonly endSession = (session: string): void => {
    this.#io.serverSideEmit("endSession", session);
    this.#endSessionHere(session);
  };

  #enterHere(room: string, userId: string): Promise<void> {
    this.#changes.note(userId);
    const address = roomAddress(room);
    this.#io.local.in(userAddress(userId)).socketsJoin(address);
    return this.#hears([address]);
  }

  #exitHere(room: string, userId: string): void {
    this.#changes.note(userId);
    this.#io.local.in(userAddress(userId)).socketsLeave(roomAddress(room));
  }

  #noteAwayHere(userId: string, away: boolean): void {
    const { adapter, sockets } = this.#io.of("/");
    for (const id of adapter.rooms.get(userAddress(userId)) ?? []) {
      const socket = sockets.get(id);
      if (socket === undefined) continue;
      socket.data.saysAway = away;
      socket.emit("away:change", { away });
    }
  }

  /** Signed out: here a real DISCONNECT is right, because nobody is to come back with that session. */
  #endSessionHere(session: string): void {
    this.#changes.note(session);
    const connections = this.#io.local.in(sessionAddress(session));
    connections.emit("session:end", { code: "unauthenticated", temporary: false });
    connections.disconnectSockets(true);
  }
}
