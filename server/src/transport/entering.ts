import type { Position } from "@hubbub/protocol";
import type { Clock } from "../domain/clock.ts";
import type { Authenticate } from "../domain/identity.ts";
import type { RoomInfo, Rooms } from "../domain/ports.ts";
import { welcome } from "../domain/welcoming.ts";
import type { LiveConnection } from "./connection.ts";
import type { ChatSocket } from "./types.ts";

/** Keeps the shared presence in step with the connections of this replica. */
export interface Attendance {
  /** Rejects while presence cannot be told; `depart` is due in any case. */
  arrive(connection: LiveConnection): Promise<void>;
  depart(connection: LiveConnection): void;
}

export interface EnteringDeps {
  readonly replica: string;
  readonly rooms: Rooms;
  readonly attendance: Attendance;
  readonly authenticate: Authenticate;
  readonly clock: Clock;
}

/**
 * Reads the user's rooms, then enters them and says welcome in one turn, so that no event comes before the welcome.
 * What happened between the reading and the entering is looked up afterwards.
 */
export async function enterChat(socket: ChatSocket, connection: LiveConnection, deps: EnteringDeps): Promise<void> {
  const { user } = connection;
  const rooms = await deps.rooms.ofUser(user.id);
  await deps.attendance.arrive(connection);
  const entered = connection.enter(rooms.map(room => room.id));
  socket.emit("welcome", welcome(user, deps.replica, rooms, deps.clock.now()));
  await entered;
  await lookAgain(socket, connection, rooms, deps);
}

/** A message, a room entered or left elsewhere, or a sign-out of the last moments may have missed this connection. */
async function lookAgain(
  socket: ChatSocket,
  connection: LiveConnection,
  known: readonly RoomInfo[],
  { rooms, authenticate }: EnteringDeps,
): Promise<void> {
  const [now] = await Promise.all([rooms.ofUser(connection.user.id), authenticate(socket.handshake.auth.token)]);
  const own = new Set(now.map(room => room.id));
  connection.exit(known.map(room => room.id).filter(id => !own.has(id)));
  const positions = new Map(known.map(room => [room.id, room.position]));
  const moved = now.filter(room => !isAt(room.position, positions.get(room.id)));
  await connection.enter(moved.map(room => room.id));
  for (const { id, position } of moved) socket.emit("room:position", { room: id, ...position });
}

const isAt = (position: Position, known: Position | undefined): boolean =>
  known !== undefined && position.epoch === known.epoch && position.seq === known.seq;
