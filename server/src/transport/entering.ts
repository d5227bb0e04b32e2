import type { Position } from "@hubbub/protocol";
import type { Attendance as RulesAttendance } from "../domain/activity.ts";
import type { Clock } from "../domain/clock.ts";
import type { Authenticate } from "../domain/identity.ts";
import type { RoomLog } from "../domain/ports.ts";
import { isSamePlace } from "../domain/positions.ts";
import type { RoomInfo, RoomMemory, Rooms } from "../domain/room-ports.ts";
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
  readonly log: Pick<RoomLog, "heads">;
  readonly rooms: Rooms;
  readonly memory: Pick<RoomMemory, "note">;
  readonly attendance: Attendance;
  readonly authenticate: Authenticate;
  readonly changes: RecentChanges;
  readonly clock: Clock;
}

/** Resolved: the connection hears its rooms. Then it looks again whether something passed it by. */
export type LookAgain = () => Promise<void>;

/**
 * Reads the user's rooms, then enters them and says welcome in one turn, so that no event comes before the welcome.
 * What happened between the reading and the entering is for {@link LookAgain}.
 */
export async function enterChat(
  socket: ChatSocket,
  connection: LiveConnection,
  deps: EnteringDeps,
): Promise<LookAgain> {
  const { user } = connection;
  const rooms = await deps.rooms.ofUser(user.id);
  const { saysAway: away } = await deps.attendance.arrive(connection);
  socket.data.saysAway = away;
  deps.memory.note(rooms);
  const entered = connection.enter(idsOf(rooms));
  socket.emit("welcome", welcome({ user, away, replica: deps.replica, rooms }, deps.clock.now()));
  await entered;
  return () => lookAgain(socket, connection, rooms, deps);
}

/** A message, a room entered or left elsewhere, or a sign-out of the last moments may have missed this connection. */
async function lookAgain(
  socket: ChatSocket,
  connection: LiveConnection,
  known: readonly RoomInfo[],
  deps: EnteringDeps,
): Promise<void> {
  const { admittedAt, identity } = socket.data;
  const hasChanged = deps.changes.hasChangedSince(admittedAt, [identity.user.id, identity.session]);
  if (hasChanged) await readAnew(socket, connection, known, deps);
  else tellMoved(connection, known, await deps.log.heads(idsOf(known)));
}

/** Something of this user is known to have changed. */
async function readAnew(
  { handshake }: ChatSocket,
  connection: LiveConnection,
  known: readonly RoomInfo[],
  { authenticate, memory, rooms }: EnteringDeps,
): Promise<void> {
  const [now] = await Promise.all([rooms.ofUser(connection.user.id), authenticate(handshake.auth.token)]);
  const [own, before] = [new Set(idsOf(now)), new Set(idsOf(known))];
  connection.showOut(idsOf(known).filter(id => !own.has(id)));
  const entered = now.filter(({ id }) => !before.has(id));
  memory.note(entered);
  await connection.enter(idsOf(entered));
  for (const room of entered) connection.tell("room:entered", asWelcomeRoom(room));
  tellMoved(connection, known, new Map(now.map(({ id, position }) => [id, position])));
}

/** A room without a head is gone, and so is everybody's: that is for the next heartbeat to find. */
function tellMoved(connection: LiveConnection, known: readonly RoomInfo[], heads: ReadonlyMap<string, Position>): void {
  for (const { id, position } of known) {
    const head = heads.get(id);
    if (head && !isSamePlace(head, position)) connection.tell("room:position", { room: id, ...head });
  }
}

const idsOf = (rooms: readonly RoomInfo[]): string[] => rooms.map(room => room.id);
