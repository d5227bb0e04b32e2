import type { ClientEvents, ServerEvents } from "@hubbub/protocol";
import type { Server, Socket } from "socket.io";
import type { Identity } from "../domain/identity.ts";

/** What admission leaves on a socket for the connection that it becomes. */
export interface SocketData {
  identity: Identity;
}

type NoEvents = Record<string, never>;

export type ChatServer = Server<ClientEvents, ServerEvents, NoEvents, SocketData>;
export type ChatSocket = Socket<ClientEvents, ServerEvents, NoEvents, SocketData>;
