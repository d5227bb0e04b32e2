import { asWelcomeRoom, HubbubError, type Joined, type Position, type User } from "@hubbub/protocol";
import type { Attendance as RulesAttendance } from "../domain/activity.ts";
import type { CatchUp } from "../domain/catching-up.ts";
import type { Clock } from "../domain/clock.ts";
import type { Authenticate } from "../domain/identity.ts";
import type { RoomLog } from "../domain/ports.ts";
import { isSamePlace } from "../domain/positions.ts";
import type { RoomInfo, RoomMemory, Rooms } from "../domain/room-ports.ts";
import { isShown, type Welcomed, welcome } from "../domain/welcoming.ts";
import type { LiveConnection } from "./connection.ts";
import type { RecentChanges } from "./recent-changes.ts";
import type { ChatSocket } from "./types.ts";
import { welcomePacket } from "./welcome-packet.ts";

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
  readonly catchUp: CatchUp;
  readonly changes: RecentChanges;
  readonly clock: Clock;
}

/** Resolved: the connection hears its rooms. Then it looks again whether something passed it by. */
export type LookAgain = () => Promise<void>;

/**
 * Reads the user's rooms, hears them, and then reads what the client missed, so that nothing falls in between. No event comes
 * before the welcome: see {@link Opening}. What happened between the reading and the hearing is for {@link LookAgain}.
 */
export async function enterChat(
  socket: ChatSocket,
  connection: LiveConnection,
  deps: EnteringDeps,
): Promise<LookAgain> {
  const { user } = connection;
  const { opening, positions } = socket.data;
  const rooms = await deps.rooms.ofUser(user.id);
  deps.memory.note(rooms);
  const heard = connection.enter(idsOf(rooms));
  const [{ saysAway: away }, recovery] = await Promise.all([
    deps.attendance.arrive(connection),
    recover(heard, { user, rooms, positions }, deps),
  ]);
  socket.data.saysAway = away;
  const welcomed = welcome({ user, away, replica: deps.replica, rooms, recovery }, deps.clock.now());
  opening.welcome(() => socket.conn.write(welcomePacket(welcomed)));
  await heard;
  return () => lookAgain(socket, connection, { rooms, recovery }, deps);
}

interface Returning {
  readonly user: User;
  readonly rooms: readonly RoomInfo[];
  readonly positions: Readonly<Record<string, Position>>;
}

/** What the client missed in the rooms whose positions it brought; undefined where it brought none. */
async function recover(
  heard: Promise<void>,
  { user, rooms, positions }: Returning,
  { log, catchUp }: Pick<EnteringDeps, "log" | "catchUp">,
): Promise<Record<string, Joined> | undefined> {
  const known = rooms.filter(({ id }) => Object.hasOwn(positions, id));
  if (known.length === 0) return undefined;
  await heard;
  // Where the client was behind before, it is behind now: only of the others the head is to be read.
  const still = known.filter(({ id, position }) => isSamePlace(positions[id], position));
  const heads = still.length > 0 ? await log.heads(idsOf(still)) : new Map<string, Position>();
  const caughtUp = known.map(room => catchUp(user, room, positions[room.id], heads.get(room.id)).catch(asAbsent));
  return Object.fromEntries((await Promise.all(caughtUp)).flatMap(joined => (joined ? [[joined.room, joined]] : [])));
}

/** A room that is gone is no reason to refuse the whole. */
function asAbsent(error: unknown): null {
  if (error instanceof HubbubError && error.code === "not_found") return null;
  throw error;
}

/** A message, a room entered or left elsewhere, or a sign-out of the last moments may have missed this connection. */
async function lookAgain(
  socket: ChatSocket,
  connection: LiveConnection,
  { rooms, recovery = {} }: Pick<Welcomed, "rooms" | "recovery">,
  deps: EnteringDeps,
): Promise<void> {
  const { admittedAt, identity } = socket.data;
  const hasChanged = deps.changes.hasChangedSince(admittedAt, [identity.user.id, identity.session]);
  if (hasChanged) return readAnew(socket, connection, rooms, deps);
  const unread = rooms.filter(({ id }) => recovery[id] === undefined);
  if (unread.length > 0) tellMoved(connection, unread, await deps.log.heads(idsOf(unread)));
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
  for (const room of entered.filter(isShown)) connection.tell("room:entered", asWelcomeRoom(room));
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
