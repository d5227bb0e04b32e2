import type { ClientEvents, Position, ServerEvents } from "@hubbub/protocol";
import type { Server, Socket } from "socket.io";
import type { Identity } from "../domain/identity.ts";
import type { Opening } from "./opening.ts";

/** What admission leaves on a socket for the connection that it becomes. */
export interface SocketData {
  identity: Identity;
  opening: Opening;
  /** Where the client stands in the rooms that it knows, as its CONNECT said. */
  positions: Readonly<Record<string, Position>>;
  /** What its user said of themself, as far as is known here. */
  saysAway?: boolean;
  /** Of {@link RecentChanges}, from before anything was read of it. */
  admittedAt: number;
}

/** What a replica tells the others, each of which then does it for its own connections. */
export interface ReplicaEvents {
  enter: (room: string, userId: string) => void;
  exit: (room: string, userId: string) => void;
  away: (userId: string, away: boolean) => void;
  /** Something changed in the presence of these rooms. */
  presence: (rooms: readonly string[]) => void;
  endSession: (session: string) => void;
}

export type ChatServer = Server<ClientEvents, ServerEvents, ReplicaEvents, SocketData>;
export type ChatSocket = Socket<ClientEvents, ServerEvents, ReplicaEvents, SocketData>;
