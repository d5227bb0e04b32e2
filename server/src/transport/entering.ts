import type { Position } from "@hubbub/protocol";
import type { Attendance as RulesAttendance } from "../domain/activity.ts";
import type { Clock } from "../domain/clock.ts";
import type { Authenticate } from "../domain/identity.ts";
import type { RoomInfo, Rooms } from "../domain/room-ports.ts";
import { asWelcomeRoom, welcome } from "../domain/welcoming.ts";
import type { LiveConnection } from "./connection.ts";
import type { RecentChanges } from "./recent-changes.ts";
import type { ChatSocket } from "./types.ts";

/** As the rules have it, and with an end. */
export interface Attendance extends RulesAttendance {
  /** Due in any case, also where `arrive` rejected. */
  depart(connection: LiveConnection): void;
}

export interface EnteringDeps {
  readonly replica: string;
  readonly rooms: Rooms;
  readonly attendance: Attendance;
  readonly authenticate: Authenticate;
  readonly changes: RecentChanges;
  readonly clock: Clock;
}

/**
 * Reads the user's rooms, then enters them and says welcome in one turn, so that no event comes before the welcome.
 * What happened between the reading and the entering is looked up afterwards.
 */
export async function enterChat(socket: ChatSocket, connection: LiveConnection, deps: EnteringDeps): Promise<void> {
  const { user } = connection;
  const rooms = await deps.rooms.ofUser(user.id);
  const { saysAway: away } = await deps.attendance.arrive(connection);
  socket.data.saysAway = away;
  const entered = connection.enter(idsOf(rooms));
  socket.emit("welcome", welcome({ user, away, replica: deps.replica, rooms }, deps.clock.now()));
  await entered;
  await lookAgain(socket, connection, rooms, deps);
}

/** A message, a room entered or left elsewhere, or a sign-out of the last moments may have missed this connection. */
async function lookAgain(
  socket: ChatSocket,
  connection: LiveConnection,
  known: readonly RoomInfo[],
  deps: EnteringDeps,
): Promise<void> {
  const now = await readAgain(socket, known, deps);
  const own = new Set(idsOf(now));
  connection.showOut(idsOf(known).filter(id => !own.has(id)));
  const positions = new Map(known.map(room => [room.id, room.position]));
  const moved = now.filter(room => !isAt(room.position, positions.get(room.id)));
  await connection.enter(idsOf(moved));
  for (const room of moved) {
    if (positions.has(room.id)) connection.tell("room:position", { room: room.id, ...room.position });
    else connection.tell("room:entered", asWelcomeRoom(room));
  }
}

/** All of it only where something of this user is known to have changed; else what others ask for, too. */
async function readAgain(
  { data: { admittedAt, identity }, handshake }: ChatSocket,
  known: readonly RoomInfo[],
  { authenticate, changes, rooms }: EnteringDeps,
): Promise<RoomInfo[]> {
  const { session, user } = identity;
  if (!changes.since(admittedAt, [user.id, session])) return rooms.ofThese(idsOf(known), user.id);
  const [now] = await Promise.all([rooms.ofUser(user.id), authenticate(handshake.auth.token)]);
  return now;
}

const idsOf = (rooms: readonly RoomInfo[]): string[] => rooms.map(room => room.id);

const isAt = (position: Position, known: Position | undefined): boolean =>
  known !== undefined && position.epoch === known.epoch && position.seq === known.seq;
